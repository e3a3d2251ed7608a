import { type Resolvers } from '../src/generated/resolvers';
import { listOf, ofRow } from './related';
import { nodeFields } from './selection';

export const collectionResolvers: Resolvers = {
  Query: {
    collections: (_parent, args, { services, principal }, info) =>
      services.collections.list(principal, { ...args, fields: nodeFields(info) }),
    collection: (_parent, args, { services, principal }) => services.collections.find(principal, args),
  },
  Mutation: {
    createCollection: (_parent, { input }, { services, principal }) =>
      services.collections.create(principal, input),
    updateCollection: (_parent, { input }, { services, principal }) =>
      services.collections.update(principal, input),
    deleteCollection: async (_parent, { id }, { services, principal }) => {
      await services.collections.delete(principal, id);
      return { id };
    },
    addVideosToCollection: (_parent, args, { services, principal }) =>
      services.collectionContents.add(principal, args),
    removeVideosFromCollection: (_parent, args, { services, principal }) =>
      services.collectionContents.remove(principal, args),
    reorderCollection: (_parent, args, { services, principal }) =>
      services.collectionContents.reorder(principal, args),
  },
  Collection: {
    videos: listOf(({ collections }) => collections.videos, nodeFields),
    videoCount: ofRow(({ collections }) => collections.videoCount),
  },
  CreateCollectionPayload: { collection: (collection) => collection },
  UpdateCollectionPayload: { collection: (collection) => collection },
  AddVideosToCollectionPayload: {
    id: ({ collection }) => collection.id,
    version: ({ collection }) => collection.version,
  },
  RemoveVideosFromCollectionPayload: {
    id: ({ collection }) => collection.id,
    version: ({ collection }) => collection.version,
  },
  ReorderCollectionPayload: { collection: (collection) => collection },
};

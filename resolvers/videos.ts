import { type Resolvers } from '../src/generated/resolvers';
import { listOf, ofRow } from './related';
import { nodeFields } from './selection';

export const videoResolvers: Resolvers = {
  Query: {
    videos: (_parent, args, { services, principal }, info) =>
      services.videos.list(principal, { ...args, fields: nodeFields(info) }),
    video: (_parent, args, { services, principal }) => services.videos.find(principal, args),
  },
  Mutation: {
    createVideo: (_parent, { input }, { services, principal }) => services.videos.create(principal, input),
    updateVideo: (_parent, { input }, { services, principal }) => services.videos.update(principal, input),
    publishVideo: (_parent, args, { services, principal }) => services.videos.publish(principal, args),
    unpublishVideo: (_parent, args, { services, principal }) => services.videos.unpublish(principal, args),
    deleteVideo: (_parent, { id }, { services, principal }) => services.videoTrash.delete(principal, id),
    restoreVideo: (_parent, { id }, { services, principal }) => services.videoTrash.restore(principal, id),
  },
  Video: {
    tags: ofRow(({ videos }) => videos.tags),
    collections: listOf(({ collections }) => collections.ofVideo, nodeFields),
  },
  CreateVideoPayload: { video: (video) => video },
  UpdateVideoPayload: { video: (video) => video },
  PublishVideoPayload: { video: (video) => video },
  UnpublishVideoPayload: { video: (video) => video },
  RestoreVideoPayload: { video: (video) => video },
};

import { type Resolvers } from '../src/generated/resolvers';

export const categoryResolvers: Resolvers = {
  Query: {
    categories: (_parent, args, { services, principal }) => services.categories.list(principal, args),
  },
  Mutation: {
    createCategory: (_parent, { input }, { services, principal }) =>
      services.categories.create(principal, input),
    updateCategory: (_parent, { input }, { services, principal }) =>
      services.categories.update(principal, input),
    deleteCategory: async (_parent, { id }, { services, principal }) => {
      await services.categories.delete(principal, id);
      return { id };
    },
  },
  Video: {
    categories: ({ id }, _args, { loaders }) => loaders.categories.ofVideo.load(id),
  },
  Category: {
    parent: ({ parentId }, _args, { loaders }) =>
      parentId === null ? null : loaders.categories.byId.load(parentId),
    children: ({ id }, args, { loaders }) => loaders.categories.children.load(id, args),
    videos: ({ id }, args, { loaders }) => loaders.categories.videos.load(id, args),
  },
  CreateCategoryPayload: { category: (category) => category },
  UpdateCategoryPayload: { category: (category) => category },
};

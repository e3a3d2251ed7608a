import { type Resolvers } from '../src/generated/resolvers';
import { listOf, ofRow, referred } from './related';

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
    categories: ofRow(({ categories }) => categories.ofVideo),
  },
  Category: {
    parent: referred(
      ({ parentId }) => parentId,
      ({ categories }) => categories.byId,
    ),
    children: listOf(({ categories }) => categories.children),
    videos: listOf(({ categories }) => categories.videos),
  },
  CreateCategoryPayload: { category: (category) => category },
  UpdateCategoryPayload: { category: (category) => category },
};

import { type Resolvers } from '../src/generated/resolvers';
import { ofRow } from './related';

export const pageResolvers: Resolvers = {
  Query: {
    pages: (_parent, args, { services, principal }) => services.pages.list(principal, args),
    page: (_parent, args, { services, principal }) => services.pages.find(principal, args),
  },
  Mutation: {
    createPage: (_parent, { input }, { services, principal }) => services.pages.create(principal, input),
    updatePage: (_parent, { input }, { services, principal }) => services.pages.update(principal, input),
    publishPage: (_parent, { input }, { services, principal }) => services.pages.publish(principal, input),
    deletePage: async (_parent, { id }, { services, principal }) => {
      await services.pages.delete(principal, id);
      return { id };
    },
  },
  SitePage: {
    body: ofRow(({ pages }) => pages.body),
    status: ({ publishedAt }) => (publishedAt === null ? 'DRAFT' : 'PUBLISHED'),
  },
  CreatePagePayload: { page: (page) => page },
  UpdatePagePayload: { page: (page) => page },
  PublishPagePayload: { page: (page) => page },
};

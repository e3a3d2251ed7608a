import { type Resolvers } from '../src/generated/resolvers';
import { ofRow } from './related';

export const postResolvers: Resolvers = {
  Query: {
    posts: (_parent, args, { services, principal }) => services.posts.list(principal, args),
    post: (_parent, { id }, { services, principal }) => services.posts.find(principal, id),
  },
  Mutation: {
    createPost: (_parent, { input }, { services, principal }) => services.posts.create(principal, input),
    updatePost: (_parent, { input }, { services, principal }) => services.posts.update(principal, input),
    publishPost: (_parent, { input }, { services, principal }) => services.posts.publish(principal, input),
    deletePost: async (_parent, { id }, { services, principal }) => {
      await services.posts.delete(principal, id);
      return { id };
    },
  },
  Post: {
    body: ofRow(({ posts }) => posts.body),
  },
  CreatePostPayload: { post: (post) => post },
  UpdatePostPayload: { post: (post) => post },
  PublishPostPayload: { post: (post) => post },
};

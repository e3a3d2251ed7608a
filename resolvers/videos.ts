import { type Resolvers } from '../src/generated/resolvers';

export const videoResolvers: Resolvers = {
  Query: {
    videos: (_parent, args, { services, principal }) => services.videos.list(principal, args),
    video: (_parent, { id }, { services, principal }) => services.videos.find(principal, id),
  },
  Mutation: {
    createVideo: (_parent, { input }, { services, principal }) => services.videos.create(principal, input),
  },
  CreateVideoPayload: {
    video: (video) => video,
  },
};

import { type Resolvers } from '../src/generated/resolvers';

export const platformResolvers: Resolvers = {
  Query: {
    platform: (_parent, _args, { services, principal }) => services.platforms.ofCaller(principal),
  },
};

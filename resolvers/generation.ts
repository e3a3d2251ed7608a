import { type Resolvers } from '../src/generated/resolvers';

export const generationResolvers: Resolvers = {
  Mutation: {
    generateText: async (_parent, { input }, { services, principal }) => ({
      proposals: await services.textGenerator.propose(principal, input),
    }),
    generateImage: async (_parent, { input }, { services, principal }) => ({
      image: await services.imageGenerator.generate(principal, input),
    }),
  },
};

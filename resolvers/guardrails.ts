import { type Resolvers } from '../src/generated/resolvers';

export const guardrailResolvers: Resolvers = {
  Query: {
    guardrails: (_parent, _args, { services, admin }) => services.guardrails.usage(admin),
  },
};

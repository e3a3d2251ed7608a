import { type Resolvers } from '../src/generated/resolvers';

export const guardrailResolvers: Resolvers = {
  Query: {
    guardrails: (_parent, _args, { services, admin }) => services.guardrails.usage(admin),
  },
  Mutation: {
    lowerGuardrail: async (_parent, { input }, { services, admin }) => ({
      guardrail: await services.guardrailLimits.lower(admin, input, input.limit),
    }),
    resetGuardrail: async (_parent, { input }, { services, admin }) => ({
      guardrail: await services.guardrailLimits.reset(admin, input),
    }),
  },
};

import { type Resolvers } from '../src/generated/resolvers';
import { listOf } from './related';

export const planResolvers: Resolvers = {
  Query: {
    plans: (_parent, args, { services, principal }) => services.plans.list(principal, args),
    plan: (_parent, { id }, { services, principal }) => services.plans.find(principal, id),
  },
  Mutation: {
    createPlan: (_parent, { input }, { services, principal }) => services.plans.create(principal, input),
    updatePlan: (_parent, { input }, { services, principal }) => services.plans.update(principal, input),
    archivePlan: (_parent, { input }, { services, principal }) => services.plans.archive(principal, input),
  },
  Plan: {
    price: (plan) => plan,
    collections: listOf(({ plans }) => plans.collections),
  },
  CreatePlanPayload: { plan: (plan) => plan },
  UpdatePlanPayload: { plan: (plan) => plan },
  ArchivePlanPayload: { plan: (plan) => plan },
};

import { type Resolvers } from '../src/generated/resolvers';

export const subscriptionResolvers: Resolvers = {
  Query: {
    subscriptions: (_parent, args, { services, principal }) => services.subscriptions.list(principal, args),
    subscription: (_parent, { id }, { services, principal }) => services.subscriptions.find(principal, id),
  },
  Member: {
    subscriptions: ({ id }, args, { loaders }) => loaders.subscriptions.ofMember.load(id, args),
  },
  MemberSubscription: {
    member: ({ memberId }, _args, { loaders }) => loaders.members.byId.load(memberId),
    plan: ({ planId }, _args, { loaders }) => loaders.plans.byId.load(planId),
    price: (subscription) => subscription,
    payments: ({ id }, args, { loaders }) => loaders.payments.ofSubscription.load(id, args),
  },
};

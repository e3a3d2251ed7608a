import { type Resolvers } from '../src/generated/resolvers';

export const paymentResolvers: Resolvers = {
  Query: {
    payments: (_parent, args, { services, principal }) => services.payments.list(principal, args),
    payment: (_parent, { id }, { services, principal }) => services.payments.find(principal, id),
  },
  Member: {
    payments: ({ id }, args, { loaders }) => loaders.payments.ofMember.load(id, args),
  },
  Payment: {
    amount: (payment) => payment,
    refundedAmount: ({ refundedAmount: amount, currency }) => ({ amount, currency }),
    member: ({ memberId }, _args, { loaders }) =>
      memberId === null ? null : loaders.members.byId.load(memberId),
    subscription: ({ subscriptionId }, _args, { loaders }) =>
      subscriptionId === null ? null : loaders.subscriptions.byId.load(subscriptionId),
    plan: ({ planId }, _args, { loaders }) => (planId === null ? null : loaders.plans.byId.load(planId)),
    refunds: ({ id }, _args, { loaders }) => loaders.payments.refunds.load(id),
  },
  Refund: {
    amount: (refund) => refund,
  },
};

import { type Resolvers } from '../src/generated/resolvers';
import { listOf, ofRow, referred } from './related';

export const paymentResolvers: Resolvers = {
  Query: {
    payments: (_parent, args, { services, principal }) => services.payments.list(principal, args),
    payment: (_parent, { id }, { services, principal }) => services.payments.find(principal, id),
  },
  Member: {
    payments: listOf(({ payments }) => payments.ofMember),
  },
  Payment: {
    amount: (payment) => payment,
    refundedAmount: ({ refundedAmount: amount, currency }) => ({ amount, currency }),
    member: referred(
      ({ memberId }) => memberId,
      ({ members }) => members.byId,
    ),
    subscription: referred(
      ({ subscriptionId }) => subscriptionId,
      ({ subscriptions }) => subscriptions.byId,
    ),
    plan: referred(
      ({ planId }) => planId,
      ({ plans }) => plans.byId,
    ),
    refunds: ofRow(({ payments }) => payments.refunds),
  },
  Refund: {
    amount: (refund) => refund,
  },
};

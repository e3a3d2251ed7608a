import { type Resolvers } from '../src/generated/resolvers';
import { listOf, referred } from './related';

export const subscriptionResolvers: Resolvers = {
  Query: {
    subscriptions: (_parent, args, { services, principal }) => services.subscriptions.list(principal, args),
    subscription: (_parent, { id }, { services, principal }) => services.subscriptions.find(principal, id),
  },
  Member: {
    subscriptions: listOf(({ subscriptions }) => subscriptions.ofMember),
  },
  MemberSubscription: {
    member: referred(
      ({ memberId }) => memberId,
      ({ members }) => members.byId,
    ),
    plan: referred(
      ({ planId }) => planId,
      ({ plans }) => plans.byId,
    ),
    price: (subscription) => subscription,
    payments: listOf(({ payments }) => payments.ofSubscription),
  },
};

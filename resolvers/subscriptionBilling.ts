import { type Resolvers } from '../src/generated/resolvers';

export const subscriptionBillingResolvers: Resolvers = {
  Mutation: {
    cancelSubscription: (_parent, { input }, { services, principal }) =>
      services.subscriptionBilling.cancel(principal, input),
    pauseSubscription: (_parent, { input }, { services, principal }) =>
      services.subscriptionBilling.pause(principal, input),
    resumeSubscription: (_parent, { input }, { services, principal }) =>
      services.subscriptionBilling.resume(principal, input),
    changeSubscriptionPlan: (_parent, { input }, { services, principal }) =>
      services.subscriptionBilling.changePlan(principal, input),
  },
  CancelSubscriptionPayload: { subscription: (subscription) => subscription },
  PauseSubscriptionPayload: { subscription: (subscription) => subscription },
  ResumeSubscriptionPayload: { subscription: (subscription) => subscription },
  ChangeSubscriptionPlanPayload: { subscription: (subscription) => subscription },
};

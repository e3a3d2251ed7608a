import { type Resolvers } from '../src/generated/resolvers';

export const revenueResolvers: Resolvers = {
  Query: {
    revenueAnalytics: (_parent, args, { services, principal }) => services.revenue.report(principal, args),
  },
};

import { type Resolvers } from '../src/generated/resolvers';

export const stripeResolvers: Resolvers = {
  Query: {
    stripeConnection: (_parent, _args, { services, admin }) => services.stripeAccounts.find(admin.platformId),
  },
  Mutation: {
    connectStripe: async (_parent, { input }, { services, admin }) => ({
      connection: await services.stripeAccounts.connect(admin, input.accountId),
    }),
    disconnectStripe: (_parent, { input }, { services, admin }) =>
      services.stripeAccounts.disconnect(admin, input.accountId),
  },
};

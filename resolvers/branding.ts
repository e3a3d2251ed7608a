import { type Resolvers } from '../src/generated/resolvers';

export const brandingResolvers: Resolvers = {
  Query: {
    branding: (_parent, _args, { services, principal }) => services.branding.get(principal),
  },
  Mutation: {
    updateBranding: (_parent, { input }, { services, principal }) =>
      services.branding.update(principal, input),
  },
  UpdateBrandingPayload: { branding: (branding) => branding },
};

import { type Resolvers } from '../src/generated/resolvers';

export const accessResolvers: Resolvers = {
  Query: {
    accessGrants: (_parent, args, { services, principal }) => services.access.list(principal, args),
  },
  Mutation: {
    grantAccess: (_parent, { input }, { services, principal }) => services.access.grant(principal, input),
    revokeAccess: (_parent, { input }, { services, principal }) => services.access.revoke(principal, input),
  },
  AccessGrant: {
    member: ({ memberId }, _args, { loaders }) => loaders.members.byId.load(memberId),
    everything: ({ collectionId }) => collectionId === null,
    collection: ({ collectionId }, _args, { loaders }) =>
      collectionId === null ? null : loaders.collections.byId.load(collectionId),
  },
  GrantAccessPayload: { grant: (grant) => grant },
  RevokeAccessPayload: { grant: (grant) => grant },
};

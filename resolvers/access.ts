import { type Resolvers } from '../src/generated/resolvers';
import { referred } from './related';

export const accessResolvers: Resolvers = {
  Query: {
    accessGrants: (_parent, args, { services, principal }) => services.access.list(principal, args),
  },
  Mutation: {
    grantAccess: (_parent, { input }, { services, principal }) => services.access.grant(principal, input),
    revokeAccess: (_parent, { input }, { services, principal }) => services.access.revoke(principal, input),
  },
  AccessGrant: {
    member: referred(
      ({ memberId }) => memberId,
      ({ members }) => members.byId,
    ),
    everything: ({ collectionId }) => collectionId === null,
    collection: referred(
      ({ collectionId }) => collectionId,
      ({ collections }) => collections.byId,
    ),
  },
  GrantAccessPayload: { grant: (grant) => grant },
  RevokeAccessPayload: { grant: (grant) => grant },
};

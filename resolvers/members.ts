import { type Resolvers } from '../src/generated/resolvers';

export const memberResolvers: Resolvers = {
  Query: {
    members: (_parent, args, { services, principal }) => services.members.list(principal, args),
    member: (_parent, args, { services, principal }) => services.members.find(principal, args),
  },
  Mutation: {
    addMember: (_parent, { input }, { services, principal }) => services.members.add(principal, input),
    updateMember: (_parent, { input }, { services, principal }) => services.members.update(principal, input),
    suspendMember: (_parent, { input }, { services, principal }) =>
      services.members.suspend(principal, input),
    reinstateMember: (_parent, { input }, { services, principal }) =>
      services.members.reinstate(principal, input),
    removeMember: async (_parent, { id }, { services, principal }) => {
      await services.members.remove(principal, id);
      return { id };
    },
  },
  Member: {
    tags: ({ id }, _args, { loaders }) => loaders.members.tags.load(id),
    accessGrants: ({ id }, { status, ...page }, { loaders }) =>
      loaders.access.ofMember[status ?? 'ALL'].load(id, page),
    canWatch: ({ id: memberId }, { videoId }, { loaders }) =>
      loaders.access.watching.load({ memberId, videoId }),
  },
  AddMemberPayload: { member: (member) => member },
  UpdateMemberPayload: { member: (member) => member },
  SuspendMemberPayload: { member: (member) => member },
  ReinstateMemberPayload: { member: (member) => member },
};

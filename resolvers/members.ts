import { type MemberAccessGrantsArgs, type Resolvers } from '../src/generated/resolvers';
import { listOf, ofRow } from './related';
import { nodeFields } from './selection';

export const memberResolvers: Resolvers = {
  Query: {
    members: (_parent, args, { services, principal }, info) =>
      services.members.list(principal, { ...args, fields: nodeFields(info) }),
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
    tags: ofRow(({ members }) => members.tags),
    accessGrants: listOf(
      ({ access }, { status }: MemberAccessGrantsArgs) => access.ofMember[status ?? 'ALL'],
    ),
    canWatch: ({ id: memberId }, { videoId }, { loaders }) =>
      loaders.access.watching.load({ memberId, videoId }),
  },
  AddMemberPayload: { member: (member) => member },
  UpdateMemberPayload: { member: (member) => member },
  SuspendMemberPayload: { member: (member) => member },
  ReinstateMemberPayload: { member: (member) => member },
};

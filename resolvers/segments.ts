import { type Resolvers } from '../src/generated/resolvers';
import { readSegmentFilter } from '../src/segments/segmentFilter';

export const segmentResolvers: Resolvers = {
  Query: {
    segments: (_parent, args, { services, principal }) => services.segments.list(principal, args),
    segment: (_parent, { id }, { services, principal }) => services.segments.find(principal, id),
  },
  Mutation: {
    createSegment: (_parent, { input }, { services, principal }) =>
      services.segments.create(principal, input),
    updateSegment: (_parent, { input }, { services, principal }) =>
      services.segments.update(principal, input),
    deleteSegment: async (_parent, { id }, { services, principal }) => {
      await services.segments.delete(principal, id);
      return { id };
    },
  },
  Segment: {
    filter: ({ filter }) => readSegmentFilter(filter),
    memberCount: ({ filter }, _args, { loaders }) => loaders.segments.memberCount.load(filter),
    members: ({ filter }, args, { loaders }) => loaders.segments.members.load(filter, args),
  },
  CreateSegmentPayload: { segment: (segment) => segment },
  UpdateSegmentPayload: { segment: (segment) => segment },
};

import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type Member } from '../members/Member';
import { type SegmentService } from './SegmentService';

/** By the filter as the segment's row keeps it, so that the segments need not be read again. */
export interface SegmentLoaders {
  /** How many members a segment has now. */
  readonly memberCount: BatchLoader<number>;
  /** Pages of the members that a segment has now. */
  readonly members: NestedPageLoader<Member>;
}

/** @param principal whose platform is read */
export function createSegmentLoaders(segments: SegmentService, principal: Principal): SegmentLoaders {
  return {
    memberCount: new BatchLoader(
      (filters) => segments.memberCounts(principal, filters),
      () => 0,
    ),
    members: new NestedPageLoader((filters, page) => segments.memberPages(principal, filters, page)),
  };
}

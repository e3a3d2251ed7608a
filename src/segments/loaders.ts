import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader, NestedPageLoader } from '../database/batching';
import { type Member } from '../members/Member';
import { type SegmentService } from './SegmentService';

/** By the filter as the segment's row keeps it, so that the segments need not be read again. */
export interface SegmentLoaders {
  /** How many members a segment has now. */
  readonly memberCount: DataLoader<string, number>;
  /** Pages of the members that a segment has now. */
  readonly members: NestedPageLoader<Member>;
}

/** @param principal whose platform is read */
export function createSegmentLoaders(segments: SegmentService, principal: Principal): SegmentLoaders {
  return {
    memberCount: batchLoader(
      (filters) => segments.memberCounts(principal, filters),
      () => 0,
    ),
    members: new NestedPageLoader((filters, page) => segments.memberPages(principal, filters, page)),
  };
}

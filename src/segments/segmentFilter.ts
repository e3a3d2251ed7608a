import { type MemberStatus } from '../members/Member';

/** A span of time: from `from`, up to but without `to`, and within the days before the moment of reading. */
export interface TimeCondition {
  from?: Date;
  to?: Date;
  inLastDays?: number;
}

export interface TagsCondition {
  any?: readonly string[];
  all?: readonly string[];
}

export interface LastSeenCondition extends TimeCondition {
  /** Not within the days before the moment of reading; those who never were count. */
  notInLastDays?: number;
  never?: boolean;
}

/** Whether they have watched a video, any of a collection's videos, or anything at all when neither is named. */
export interface WatchedCondition {
  videoId?: string;
  collectionId?: string;
  inLastDays?: number;
  /** Turns it round: not within the days before the moment of reading, or never. */
  notInLastDays?: number;
}

/** Which members: those for whom everything that is there is true. Valid, and what it names was the platform's. */
export interface SegmentFilter {
  status?: MemberStatus;
  /** Has a subscription to one of them that lets a member watch. */
  planIds?: readonly string[];
  tags?: TagsCondition;
  joined?: TimeCondition;
  lastSeen?: LastSeenCondition;
  watched?: WatchedCondition;
}

const TIMES = new Set(['from', 'to']);

/** As a segment's row keeps it; points in time are ISO 8601. */
export function writeSegmentFilter(filter: SegmentFilter): string {
  return JSON.stringify(filter);
}

/** @param json what {@link writeSegmentFilter} made */
export function readSegmentFilter(json: string): SegmentFilter {
  return JSON.parse(json, (key, value: unknown) =>
    TIMES.has(key) ? new Date(value as string) : value,
  ) as SegmentFilter;
}

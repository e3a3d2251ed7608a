import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { RowQuery } from '../database/RowQuery';
import { Member } from '../members/Member';
import { ledByTag } from '../members/memberList';
import { ENTITLING_STATUSES } from '../subscriptions/Subscription';
import {
  type LastSeenCondition,
  type SegmentFilter,
  type TagsCondition,
  type TimeCondition,
  type WatchedCondition,
} from './segmentFilter';

const DAY_MS = 86_400_000;

/** The videos of the collection `:watchedCollectionId` that are not in the trash. */
const VIDEOS_OF_COLLECTION = `SELECT link.videoId FROM collection_videos link
  JOIN videos video ON video.id = link.videoId AND video.deletedAt IS NULL
  WHERE link.collectionId = :watchedCollectionId AND link.platformId = :platformId`;

/**
 * The members of a segment, as `member`, without order or limit. What the filter names and is gone by now (a video in the
 * trash counts as gone) matches nobody, also where the filter asks for those who have not watched it.
 * @param now what the filter's days count back from
 */
export function segmentMembers(
  manager: EntityManager,
  { platformId }: Principal,
  filter: SegmentFilter,
  now: Date,
): RowQuery<Member> {
  const query = new RowQuery(manager, Member, 'member').where('member.platformId = :platformId', {
    platformId,
  });
  const { status, planIds, tags, joined, lastSeen, watched } = filter;
  if (status !== undefined) query.where('member.status = :status', { status });
  if (planIds !== undefined) {
    query.where(
      `member.id IN (SELECT subscription.memberId FROM subscriptions subscription
        WHERE subscription.platformId = :platformId AND subscription.planId IN (:...planIds)
          AND subscription.status IN (:...entitling))`,
      { planIds, entitling: ENTITLING_STATUSES },
    );
  }
  const isBroad =
    status !== 'SUSPENDED' && [planIds, lastSeen, watched].every((other) => other === undefined);
  if (tags !== undefined) whereTagged(query, tags, isBroad);
  if (joined !== undefined) whereTime(query, 'joinedAt', joined, now, query.isLed ? 'tagged' : 'member');
  if (lastSeen !== undefined) whereLastSeen(query, lastSeen, now);
  if (watched !== undefined) whereWatched(query, watched, now);
  return query;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** @param isBroad whether nothing else may leave far fewer members than a tag has: those are then read in their order */
function whereTagged(query: RowQuery<Member>, { any = [], all = [] }: TagsCondition, isBroad: boolean): void {
  const needed = any.length === 1 ? [...any, ...all] : all;
  const others = any.length === 1 ? [] : any;
  const [first, ...rest] = needed;
  const tagged = (condition: string): string =>
    `member.id IN (SELECT tagged.memberId FROM member_tags tagged
      WHERE tagged.platformId = :platformId AND tagged.tag ${condition})`;
  if (isBroad && first !== undefined) ledByTag(query, first);
  if (others.length > 0) query.where(tagged('IN (:...anyTags)'), { anyTags: others });
  (isBroad ? rest : needed).forEach((tag, index) =>
    query.where(tagged(`= :tag${index}`), { [`tag${index}`]: tag }),
  );
}

function whereTime(
  query: RowQuery<Member>,
  column: 'joinedAt' | 'lastSeenAt',
  { from, to, inLastDays }: TimeCondition,
  now: Date,
  table = 'member',
): void {
  if (from !== undefined) query.where(`${table}.${column} >= :${column}From`, { [`${column}From`]: from });
  if (to !== undefined) query.where(`${table}.${column} < :${column}To`, { [`${column}To`]: to });
  if (inLastDays !== undefined) {
    query.where(`${table}.${column} >= :${column}Since`, { [`${column}Since`]: daysBefore(now, inLastDays) });
  }
}

function whereLastSeen(query: RowQuery<Member>, condition: LastSeenCondition, now: Date): void {
  const { notInLastDays, never } = condition;
  whereTime(query, 'lastSeenAt', condition, now);
  if (notInLastDays !== undefined) {
    query.where('(member.lastSeenAt < :notSeenSince OR member.lastSeenAt IS NULL)', {
      notSeenSince: daysBefore(now, notInLastDays),
    });
  }
  if (never !== undefined) query.where(`member.lastSeenAt IS ${never ? 'NULL' : 'NOT NULL'}`);
}

function whereWatched(query: RowQuery<Member>, condition: WatchedCondition, now: Date): void {
  const { videoId, collectionId, inLastDays, notInLastDays } = condition;
  if (videoId !== undefined) {
    query.where(
      `EXISTS (SELECT 1 FROM videos watched
        WHERE watched.id = :watchedVideoId AND watched.platformId = :platformId AND watched.deletedAt IS NULL)`,
      { watchedVideoId: videoId },
    );
  }
  if (collectionId !== undefined) {
    query.where(
      `EXISTS (SELECT 1 FROM collections watched
        WHERE watched.id = :watchedCollectionId AND watched.platformId = :platformId)`,
      { watchedCollectionId: collectionId },
    );
  }
  const days = notInLastDays ?? inLastDays;
  const since = days === undefined ? undefined : { watchedSince: daysBefore(now, days) };
  query.where(`${notInLastDays === undefined ? '' : 'NOT '}(${watchedSubject(condition)})`, since);
}

/**
 * The condition for a member to have watched what is named, since `:watchedSince` if days are given. Each subject has a
 * subquery of its own, so that each is found by its index.
 */
function watchedSubject({ videoId, collectionId, inLastDays, notInLastDays }: WatchedCondition): string {
  const hasDays = (inLastDays ?? notInLastDays) !== undefined;
  if (videoId === undefined && collectionId === undefined) {
    // One look-up a member, at the end of their part of the index. An EXISTS the servers would turn into a walk through
    // all that anybody has watched.
    return `COALESCE((SELECT viewer.lastWatchedAt FROM video_viewers viewer
      WHERE viewer.platformId = :platformId AND viewer.memberId = member.id
      ORDER BY viewer.lastWatchedAt DESC LIMIT 1) >= :watchedSince, 0) = 1`;
  }
  const viewers = (videos: string): string =>
    `member.id IN (SELECT viewer.memberId FROM video_viewers viewer
      WHERE viewer.platformId = :platformId AND viewer.videoId ${videos}${hasDays ? ' AND viewer.lastWatchedAt >= :watchedSince' : ''})`;
  return [
    ...(videoId === undefined ? [] : [viewers('= :watchedVideoId')]),
    ...(collectionId === undefined ? [] : [viewers(`IN (${VIDEOS_OF_COLLECTION})`)]),
  ].join(' OR ');
}

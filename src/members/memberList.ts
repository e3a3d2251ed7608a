import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { type Searched } from '../search/Searched';
import { requireTag } from '../tags';
import { type TimeRange } from '../validation';
import { Member, type MemberStatus } from './Member';
import { MemberTag } from './MemberTag';

/** Which members: those for whom everything that is given is true. */
export interface MemberFilter {
  status?: MemberStatus | null;
  tag?: string | null;
  search?: string | null;
  joined?: TimeRange | null;
  lastSeen?: TimeRange | null;
  neverSeen?: boolean | null;
}

export type MemberSortField = 'JOINED_AT' | 'NAME' | 'LAST_SEEN_AT' | 'EMAIL';

/** What a caller asks of the list of members. */
export interface MemberListRequest extends PageRequest {
  filter?: MemberFilter | null;
  sort?: { field: MemberSortField; direction?: Direction } | null;
}

const ORDER_PROPERTIES: Record<MemberSortField, keyof Member> = {
  JOINED_AT: 'joinedAt',
  NAME: 'nameKey',
  LAST_SEEN_AT: 'lastSeenAt',
  EMAIL: 'emailKey',
};

/** How members are found by words. */
export const SEARCHED_MEMBERS: Searched = { kind: 'MEMBER', entity: Member, place: 'joinedAt' };

/** Newest first unless asked otherwise; who is looked for by when they were seen, by that: an index begins where it does. */
export function memberOrder({ filter, sort }: MemberListRequest): ListOrder {
  const isBySeen = filter?.lastSeen != null || filter?.neverSeen === false;
  const own = isBySeen ? 'LAST_SEEN_AT' : 'JOINED_AT';
  return {
    property: ORDER_PROPERTIES[sort?.field ?? own],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `member`, of the platform `:platformId`, to what a request's filter asks for, but for its search.
 * @throws BadUserInputError
 */
export function whereMember(query: RowQuery<Member>, { filter, sort }: MemberListRequest): void {
  if (filter == null) return;
  if (filter.status != null) query.where('member.status = :status', { status: filter.status });
  const isLed = isLedByTag({ filter, sort });
  if (filter.tag != null) {
    const tag = requireTag('filter.tag', filter.tag);
    if (isLed) ledByTag(query, tag);
    else whereTagged(query, tag);
  }
  if (filter.joined != null) {
    whereWithin(query, isLed ? 'tagged.joinedAt' : 'member.joinedAt', 'filter.joined', filter.joined);
  }
  if (filter.lastSeen != null) {
    whereWithin(query, 'member.lastSeenAt', 'filter.lastSeen', filter.lastSeen);
    query.where('member.lastSeenAt IS NOT NULL');
  }
  if (filter.neverSeen != null) {
    query.where(`member.lastSeenAt IS ${filter.neverSeen ? 'NULL' : 'NOT NULL'}`);
  }
}

/** Whether a tag is the way to a list in the order of joining: what else is asked for may leave far fewer of its members. */
function isLedByTag({ filter, sort }: MemberListRequest): boolean {
  if (filter?.tag == null || memberOrder({ filter, sort }).property !== 'joinedAt') return false;
  const { search, status, lastSeen, neverSeen } = filter;
  return search == null && status !== 'SUSPENDED' && lastSeen == null && neverSeen !== true;
}

/**
 * Has a query over `member`, of the platform `:platformId`, read the members of a tag in the order in which they joined,
 * which the tags know, too.
 */
export function ledByTag(query: RowQuery<Member>, tag: string): void {
  query
    .ledBy({
      rows: `member_tags tagged ${query.byIndex('ix_member_tags_platformId_tag_joinedAt_memberId')}`,
      on: 'member.id = tagged.memberId',
      place: { property: 'joinedAt', value: 'tagged.joinedAt', id: 'tagged.memberId' },
    })
    .where('tagged.platformId = :platformId AND tagged.tag = :tag', { tag });
}

/** A member has a tag once: nobody is found twice. */
function whereTagged(query: RowQuery<Member>, tag: string): void {
  query
    .join(MemberTag, 'tagged', 'tagged.memberId = member.id')
    .where('tagged.platformId = :platformId AND tagged.tag = :tag', { tag });
}

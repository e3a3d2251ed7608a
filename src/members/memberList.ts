import { type SelectQueryBuilder } from 'typeorm';
import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { whereMatches } from '../database/searchText';
import { requireTag } from '../tags';
import { requireTimeRange, type TimeRange } from '../validation';
import { type Member, type MemberStatus } from './Member';
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

/** Newest first unless asked otherwise. */
export function memberOrder({ sort }: MemberListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'JOINED_AT'],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `member` to what a filter asks for.
 * @throws BadUserInputError
 */
export function whereMember(
  query: SelectQueryBuilder<Member>,
  platformId: string,
  filter: MemberFilter,
): void {
  if (filter.status != null) query.andWhere('member.status = :status', { status: filter.status });
  if (filter.tag != null) {
    const tagged = query
      .subQuery()
      .select('memberTag.memberId')
      .from(MemberTag, 'memberTag')
      .where('memberTag.platformId = :platformId AND memberTag.tag = :tag')
      .getQuery();
    query.andWhere(`member.id IN ${tagged}`, { platformId, tag: requireTag('filter.tag', filter.tag) });
  }
  if (filter.search != null) whereMatches(query, 'member.searchText', filter.search);
  if (filter.joined != null) whereWithin(query, 'joined', 'member.joinedAt', filter.joined);
  if (filter.lastSeen != null) {
    whereWithin(query, 'lastSeen', 'member.lastSeenAt', filter.lastSeen);
    query.andWhere('member.lastSeenAt IS NOT NULL');
  }
  if (filter.neverSeen != null) {
    query.andWhere(`member.lastSeenAt IS ${filter.neverSeen ? 'NULL' : 'NOT NULL'}`);
  }
}

function whereWithin(
  query: SelectQueryBuilder<Member>,
  name: string,
  column: string,
  range: TimeRange,
): void {
  const { from, to } = requireTimeRange(`filter.${name}`, range);
  if (from != null) query.andWhere(`${column} >= :${name}From`, { [`${name}From`]: from });
  if (to != null) query.andWhere(`${column} < :${name}To`, { [`${name}To`]: to });
}

import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereMatches } from '../database/searchText';
import { whereWithin } from '../database/timeRange';
import { requireTag } from '../tags';
import { type TimeRange } from '../validation';
import { type Member, type MemberStatus } from './Member';

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
 * Narrows a query over `member`, of the platform `:platformId`, to what a filter asks for.
 * @throws BadUserInputError
 */
export function whereMember(query: RowQuery<Member>, filter: MemberFilter): void {
  if (filter.status != null) query.where('member.status = :status', { status: filter.status });
  if (filter.tag != null) {
    query.where(
      'member.id IN (SELECT tagged.memberId FROM member_tags tagged WHERE tagged.platformId = :platformId AND tagged.tag = :tag)',
      { tag: requireTag('filter.tag', filter.tag) },
    );
  }
  if (filter.search != null) whereMatches(query, 'member.searchText', filter.search);
  if (filter.joined != null) whereWithin(query, 'member.joinedAt', 'filter.joined', filter.joined);
  if (filter.lastSeen != null) {
    whereWithin(query, 'member.lastSeenAt', 'filter.lastSeen', filter.lastSeen);
    query.where('member.lastSeenAt IS NOT NULL');
  }
  if (filter.neverSeen != null) {
    query.where(`member.lastSeenAt IS ${filter.neverSeen ? 'NULL' : 'NOT NULL'}`);
  }
}

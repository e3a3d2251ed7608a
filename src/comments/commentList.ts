import { isId } from '../database/ids';
import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { type TimeRange } from '../validation';
import { type Comment, type CommentStatus } from './Comment';

/** Which comments: those for which everything that is given is true. */
export interface CommentFilter {
  videoId?: string | null;
  memberId?: string | null;
  status?: CommentStatus | null;
  /** Replies only, or only what began a thread. */
  isReply?: boolean | null;
  created?: TimeRange | null;
}

export type CommentSortField = 'CREATED_AT';

/** What a caller asks of the list of comments. */
export interface CommentListRequest extends PageRequest {
  filter?: CommentFilter | null;
  sort?: { field: CommentSortField; direction?: Direction } | null;
}

/** Newest first unless asked otherwise. */
export function commentOrder({ sort }: CommentListRequest): ListOrder {
  return { property: 'createdAt', direction: sort?.direction ?? 'DESC' };
}

/**
 * Leaves out what stands under videos in the trash, from a query over `comment` of the platform `:platformId`. The trash
 * is small, whatever the number of comments; a join could make an engine begin with the videos.
 */
export function whereVideoIsThere(query: RowQuery<Comment>): void {
  query.where(
    'comment.videoId NOT IN (SELECT trashed.id FROM videos trashed WHERE trashed.platformId = :platformId AND trashed.deletedAt IS NOT NULL)',
  );
}

/**
 * Narrows a query over `comment` to what a filter asks for.
 * @throws BadUserInputError for a span that can't be
 */
export function whereComment(query: RowQuery<Comment>, filter: CommentFilter): void {
  for (const property of ['videoId', 'memberId'] as const) {
    const id = filter[property];
    if (id == null) continue;
    if (isId(id)) query.where(`comment.${property} = :${property}`, { [property]: id });
    else query.where('1 = 0');
  }
  if (filter.status != null) query.where('comment.status = :status', { status: filter.status });
  if (filter.isReply != null) query.where('comment.isReply = :isReply', { isReply: filter.isReply });
  if (filter.created != null) whereWithin(query, 'comment.createdAt', 'filter.created', filter.created);
}

import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { type TimeRange } from '../validation';
import { publicationAt, type Publication, type VideoStatus } from '../videos/publication';
import { type Visibility } from '../visibility';
import { type Post } from './Post';

/** As a video is: a post that is scheduled appears without anybody's doing. */
export type PostStatus = VideoStatus;

/** A post as it stands at some moment. */
export interface PostView extends Post, Publication {}

/** A post as it stands at `now`. */
export function viewAt(post: Post, now: Date): PostView {
  return { ...post, ...publicationAt(post.publishAt, now) };
}

/** Which posts: those for which everything that is given is true. */
export interface PostFilter {
  status?: PostStatus | null;
  visibility?: Visibility | null;
  pinned?: boolean | null;
  published?: TimeRange | null;
}

export type PostSortField = 'CREATED_AT' | 'PUBLISHED_AT';

/** What a caller asks of the list of posts. */
export interface PostListRequest extends PageRequest {
  filter?: PostFilter | null;
  sort?: { field: PostSortField; direction?: Direction } | null;
}

const ORDER_PROPERTIES: Record<PostSortField, keyof Post> = {
  CREATED_AT: 'createdAt',
  PUBLISHED_AT: 'publishAt',
};

/** Newest first unless asked otherwise; what is looked for by its publication, by that: an index begins where it does. */
export function postOrder({ filter, sort }: PostListRequest): ListOrder {
  const isByPublication = filter?.published != null || filter?.status === 'SCHEDULED';
  return {
    property: ORDER_PROPERTIES[sort?.field ?? (isByPublication ? 'PUBLISHED_AT' : 'CREATED_AT')],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `post` to what a filter asks for.
 * @throws BadUserInputError for a span that can't be
 */
export function wherePost(query: RowQuery<Post>, filter: PostFilter, now: Date): void {
  if (filter.status === 'PUBLISHED') wherePublished(query, now);
  else if (filter.status != null) query.where(STATUS_CONDITIONS[filter.status], { now });
  if (filter.visibility != null)
    query.where('post.visibility = :visibility', { visibility: filter.visibility });
  // Few are pinned.
  if (filter.pinned === true) query.where('post.pinned = :pinned', { pinned: true });
  if (filter.pinned === false) query.whereBroadly('post.pinned = :pinned', { pinned: false });
  if (filter.published != null) {
    wherePublished(query, now);
    whereWithin(query, 'post.publishAt', 'filter.published', filter.published);
  }
}

function wherePublished(query: RowQuery<Post>, now: Date): void {
  query.whereBroadly('post.publishAt <= :now', { now });
}

/** Bare comparisons of one column, which an index serves. */
const STATUS_CONDITIONS: Record<Exclude<PostStatus, 'PUBLISHED'>, string> = {
  DRAFT: 'post.publishAt IS NULL',
  SCHEDULED: 'post.publishAt > :now',
};

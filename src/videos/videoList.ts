import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { type Searched } from '../search/Searched';
import { requireTag } from '../tags';
import { type TimeRange } from '../validation';
import { type Visibility } from '../visibility';
import { wherePublished, type VideoStatus, type VideoView, whereStatus } from './publication';
import { trashCutoff } from './retention';
import { Video } from './Video';
import { VideoTag } from './VideoTag';

/** Which videos a list shows: those for which all of it is true. */
export interface VideoFilter {
  status?: VideoStatus | null;
  visibility?: Visibility | null;
  tag?: string | null;
  search?: string | null;
  created?: TimeRange | null;
  published?: TimeRange | null;
  /** Those in the trash instead of the others. */
  inTrash?: boolean | null;
}

export type VideoSortField = 'CREATED_AT' | 'PUBLISHED_AT' | 'TITLE' | 'DURATION';

/** What a caller asks of the list of videos. */
export interface VideoListRequest extends PageRequest {
  filter?: VideoFilter | null;
  sort?: { field: VideoSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<VideoSortField, keyof Video> = {
  CREATED_AT: 'createdAt',
  PUBLISHED_AT: 'publishAt',
  TITLE: 'sortTitle',
  DURATION: 'durationSeconds',
};

/** How videos are found by words. */
export const SEARCHED_VIDEOS: Searched = { kind: 'VIDEO', entity: Video, place: 'createdAt' };

/** Newest first unless asked otherwise; what is looked for by its publication, by that: an index begins where it does. */
export function videoOrder({ filter, sort }: VideoListRequest): ListOrder {
  const isByPublication = filter?.published != null || filter?.status === 'SCHEDULED';
  const own = isByPublication ? 'PUBLISHED_AT' : 'CREATED_AT';
  const property = ORDER_PROPERTIES[sort?.field ?? own];
  return {
    property,
    direction: sort?.direction ?? 'DESC',
    // An id begins with the moment at which its video was created, and tags are indexed with the ids of their videos.
    ...(property === 'createdAt' && filter?.tag != null ? { idColumn: 'tagged.videoId' } : {}),
  };
}

/**
 * Narrows a query over `video`, of the platform `:platformId`, to what a filter asks for, but for its search.
 * @throws BadUserInputError naming the field, `filter.tag`
 */
export function whereVideo(query: RowQuery<VideoView>, filter: VideoFilter, now: Date): void {
  if (filter.inTrash === true) query.where('video.deletedAt > :cutoff', { cutoff: trashCutoff(now) });
  else query.where('video.deletedAt IS NULL');
  if (filter.status != null) whereStatus(query, filter.status, now);
  if (filter.visibility != null) {
    query.where('video.visibility = :visibility', { visibility: filter.visibility });
  }
  if (filter.tag != null) whereTagged(query, requireTag('filter.tag', filter.tag));
  if (filter.created != null) whereWithin(query, 'video.createdAt', 'filter.created', filter.created);
  if (filter.published != null) {
    wherePublished(query, now);
    whereWithin(query, 'video.publishAt', 'filter.published', filter.published);
  }
}

/** A video has a tag once: none is found twice. */
function whereTagged(query: RowQuery<VideoView>, tag: string): void {
  query
    .join(VideoTag, 'tagged', 'tagged.videoId = video.id')
    .where('tagged.platformId = :platformId AND tagged.tag = :tag', { tag });
}

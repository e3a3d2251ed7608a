import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereMatches } from '../database/searchText';
import { whereWithin } from '../database/timeRange';
import { requireTag } from '../tags';
import { type TimeRange } from '../validation';
import { type Visibility } from '../visibility';
import { wherePublished, type VideoStatus, type VideoView, whereStatus } from './publication';
import { trashCutoff } from './retention';
import { type Video } from './Video';

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

/** Newest first unless asked otherwise. */
export function videoOrder({ sort }: VideoListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'CREATED_AT'],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `video`, of the platform `:platformId`, to what a filter asks for.
 * @throws BadUserInputError naming the field, `filter.search`
 */
export function whereVideo(query: RowQuery<VideoView>, filter: VideoFilter, now: Date): void {
  if (filter.inTrash === true) query.where('video.deletedAt > :cutoff', { cutoff: trashCutoff(now) });
  else query.where('video.deletedAt IS NULL');
  if (filter.status != null) whereStatus(query, filter.status, now);
  if (filter.visibility != null) {
    query.where('video.visibility = :visibility', { visibility: filter.visibility });
  }
  if (filter.tag != null) whereTagged(query, requireTag('filter.tag', filter.tag));
  if (filter.search != null) whereMatches(query, 'video.searchText', filter.search);
  if (filter.created != null) whereWithin(query, 'video.createdAt', 'filter.created', filter.created);
  if (filter.published != null) {
    wherePublished(query, now);
    whereWithin(query, 'video.publishAt', 'filter.published', filter.published);
  }
}

function whereTagged(query: RowQuery<VideoView>, tag: string): void {
  query.where(
    'video.id IN (SELECT tagged.videoId FROM video_tags tagged WHERE tagged.platformId = :platformId AND tagged.tag = :tag)',
    { tag },
  );
}

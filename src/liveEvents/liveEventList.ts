import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { type TimeRange } from '../validation';
import { type Visibility } from '../visibility';
import { type LiveEventStatus, whereStatus } from './eventStatus';
import { type LiveEvent } from './LiveEvent';

/** Which events a list shows: those for which all of it is true. */
export interface LiveEventFilter {
  status?: LiveEventStatus | null;
  visibility?: Visibility | null;
  starts?: TimeRange | null;
}

export type LiveEventSortField = 'STARTS_AT' | 'CREATED_AT' | 'TITLE' | 'CANCELED_AT';

/** What a caller asks of the list of live events. */
export interface LiveEventListRequest extends PageRequest {
  filter?: LiveEventFilter | null;
  sort?: { field: LiveEventSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<LiveEventSortField, keyof LiveEvent> = {
  STARTS_AT: 'startsAt',
  CREATED_AT: 'createdAt',
  TITLE: 'sortTitle',
  CANCELED_AT: 'canceledAt',
};

/** The latest first unless asked otherwise; what was canceled, by when it was: an index begins with it. */
export function liveEventOrder({ filter, sort }: LiveEventListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? (filter?.status === 'CANCELED' ? 'CANCELED_AT' : 'STARTS_AT')],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `event` to what a filter asks for.
 * @throws BadUserInputError
 */
export function whereLiveEvent(query: RowQuery<LiveEvent>, filter: LiveEventFilter, now: Date): void {
  if (filter.status != null) whereStatus(query, filter.status, now);
  if (filter.visibility != null) {
    query.where('event.visibility = :visibility', { visibility: filter.visibility });
  }
  if (filter.starts != null) whereWithin(query, 'event.startsAt', 'filter.starts', filter.starts);
}

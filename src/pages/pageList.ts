import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { type SitePage } from './SitePage';

export type PageStatus = 'DRAFT' | 'PUBLISHED';

/** Which pages: those for which everything that is given is true. */
export interface PageFilter {
  status?: PageStatus | null;
  inNavigation?: boolean | null;
}

export type PageSortField = 'CREATED_AT' | 'TITLE' | 'NAVIGATION_POSITION';

/** What a caller asks of the list of pages. */
export interface PageListRequest extends PageRequest {
  filter?: PageFilter | null;
  sort?: { field: PageSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<PageSortField, keyof SitePage> = {
  CREATED_AT: 'createdAt',
  TITLE: 'sortTitle',
  NAVIGATION_POSITION: 'navigationPosition',
};

/** Newest first unless asked otherwise; the menu in its own order. */
export function pageOrder({ filter, sort }: PageListRequest): ListOrder {
  const isMenu = filter?.inNavigation === true && sort == null;
  return {
    property: ORDER_PROPERTIES[sort?.field ?? (isMenu ? 'NAVIGATION_POSITION' : 'CREATED_AT')],
    direction: sort?.direction ?? (isMenu ? 'ASC' : 'DESC'),
  };
}

/** Narrows a query over `page` to what a filter asks for. */
export function wherePage(query: RowQuery<SitePage>, filter: PageFilter): void {
  if (filter.status != null) {
    query.where(`page.publishedAt IS ${filter.status === 'PUBLISHED' ? 'NOT NULL' : 'NULL'}`);
  }
  if (filter.inNavigation != null) {
    query.where(`page.navigationPosition IS ${filter.inNavigation ? 'NOT NULL' : 'NULL'}`);
  }
}

import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { requireCurrency } from '../money';
import { type TimeRange } from '../validation';
import { type BillingInterval, type Plan, type PlanStatus } from './Plan';

/** Which plans: those for which everything that is given is true. */
export interface PlanFilter {
  status?: PlanStatus | null;
  interval?: BillingInterval | null;
  currency?: string | null;
  created?: TimeRange | null;
}

export type PlanSortField = 'CREATED_AT' | 'PRICE';

/** What a caller asks of the list of plans. */
export interface PlanListRequest extends PageRequest {
  filter?: PlanFilter | null;
  sort?: { field: PlanSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<PlanSortField, keyof Plan> = { CREATED_AT: 'createdAt', PRICE: 'amount' };

/** Newest first unless asked otherwise. */
export function planOrder({ sort }: PlanListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'CREATED_AT'],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `plan` to what a filter asks for.
 * @throws BadUserInputError
 */
export function wherePlan(query: RowQuery<Plan>, filter: PlanFilter): void {
  const { status, interval, currency, created } = filter;
  if (status != null) query.where('plan.status = :status', { status });
  if (interval != null) query.where('plan.interval = :interval', { interval });
  if (currency != null) {
    query.where('plan.currency = :currency', { currency: requireCurrency('filter.currency', currency) });
  }
  if (created != null) whereWithin(query, 'plan.createdAt', 'filter.created', created);
}

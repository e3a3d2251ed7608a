import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { whereReference } from '../database/whereReference';
import { requireCurrency } from '../money';
import { type BillingInterval } from '../plans/Plan';
import { type TimeRange } from '../validation';
import { type Subscription, type SubscriptionStatus } from './Subscription';

/** Which subscriptions: those for which everything that is given is true. */
export interface SubscriptionFilter {
  status?: SubscriptionStatus | null;
  memberId?: string | null;
  planId?: string | null;
  interval?: BillingInterval | null;
  currency?: string | null;
  cancelAtPeriodEnd?: boolean | null;
  started?: TimeRange | null;
  currentPeriodEnd?: TimeRange | null;
  ended?: TimeRange | null;
}

export type SubscriptionSortField = 'CREATED_AT' | 'STARTED_AT' | 'CURRENT_PERIOD_END' | 'ENDED_AT';

/** What a caller asks of the list of subscriptions. */
export interface SubscriptionListRequest extends PageRequest {
  filter?: SubscriptionFilter | null;
  sort?: { field: SubscriptionSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<SubscriptionSortField, keyof Subscription> = {
  CREATED_AT: 'createdAt',
  STARTED_AT: 'startedAt',
  CURRENT_PERIOD_END: 'currentPeriodEnd',
  ENDED_AT: 'endedAt',
};

/** Newest first unless asked otherwise; what is looked for by a span of time, by that time: an index begins where it does. */
export function subscriptionOrder({ filter, sort }: SubscriptionListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? ownOrder(filter ?? {})],
    direction: sort?.direction ?? 'DESC',
  };
}

function ownOrder({ started, currentPeriodEnd, ended }: SubscriptionFilter): SubscriptionSortField {
  if (ended != null) return 'ENDED_AT';
  if (currentPeriodEnd != null) return 'CURRENT_PERIOD_END';
  return started == null ? 'CREATED_AT' : 'STARTED_AT';
}

/**
 * Narrows a query over `subscription` to what a filter asks for.
 * @throws BadUserInputError
 */
export function whereSubscription(query: RowQuery<Subscription>, filter: SubscriptionFilter): void {
  const { status, memberId, planId, interval, currency, cancelAtPeriodEnd } = filter;
  if (status != null) query.where('subscription.status = :status', { status });
  if (memberId != null) whereReference(query, 'subscription.memberId', memberId);
  if (planId != null) whereReference(query, 'subscription.planId', planId);
  if (interval != null) query.where('subscription.interval = :interval', { interval });
  if (currency != null) {
    query.where('subscription.currency = :currency', {
      currency: requireCurrency('filter.currency', currency),
    });
  }
  if (cancelAtPeriodEnd != null) {
    query.where('subscription.cancelAtPeriodEnd = :cancelAtPeriodEnd', { cancelAtPeriodEnd });
  }
  for (const [property, column] of [
    ['started', 'startedAt'],
    ['currentPeriodEnd', 'currentPeriodEnd'],
    ['ended', 'endedAt'],
  ] as const) {
    const range = filter[property];
    if (range == null) continue;
    whereWithin(query, `subscription.${column}`, `filter.${property}`, range);
    query.where(`subscription.${column} IS NOT NULL`);
  }
}

import { type Direction, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { whereReference } from '../database/whereReference';
import { requireCurrency } from '../money';
import { type TimeRange } from '../validation';
import { type Payment, type PaymentStatus } from './Payment';

/** Which payments: those for which everything that is given is true. */
export interface PaymentFilter {
  status?: PaymentStatus | null;
  memberId?: string | null;
  subscriptionId?: string | null;
  planId?: string | null;
  currency?: string | null;
  refunded?: boolean | null;
  created?: TimeRange | null;
  paid?: TimeRange | null;
}

export type PaymentSortField = 'CREATED_AT' | 'PAID_AT' | 'AMOUNT';

/** What a caller asks of the list of payments. */
export interface PaymentListRequest extends PageRequest {
  filter?: PaymentFilter | null;
  sort?: { field: PaymentSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<PaymentSortField, keyof Payment> = {
  CREATED_AT: 'createdAt',
  PAID_AT: 'paidAt',
  AMOUNT: 'amount',
};

/** Newest first unless asked otherwise; what is looked for by when it was paid, by that: an index begins where it does. */
export function paymentOrder({ filter, sort }: PaymentListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? (filter?.paid != null ? 'PAID_AT' : 'CREATED_AT')],
    direction: sort?.direction ?? 'DESC',
  };
}

/**
 * Narrows a query over `payment` to what a filter asks for.
 * @throws BadUserInputError
 */
export function wherePayment(query: RowQuery<Payment>, filter: PaymentFilter): void {
  const { status, memberId, subscriptionId, planId, currency, refunded, created, paid } = filter;
  if (status != null) query.where('payment.status = :status', { status });
  if (memberId != null) whereReference(query, 'payment.memberId', memberId);
  if (subscriptionId != null) whereReference(query, 'payment.subscriptionId', subscriptionId);
  if (planId != null) whereReference(query, 'payment.planId', planId);
  if (currency != null) {
    query.where('payment.currency = :currency', { currency: requireCurrency('filter.currency', currency) });
  }
  if (refunded != null) query.where('payment.isRefunded = :refunded', { refunded });
  if (created != null) whereWithin(query, 'payment.createdAt', 'filter.created', created);
  if (paid != null) {
    whereWithin(query, 'payment.paidAt', 'filter.paid', paid);
    query.where('payment.paidAt IS NOT NULL');
  }
}

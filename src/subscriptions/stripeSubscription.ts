import type Stripe from 'stripe';
import { idOf, timeOf, timeOrNull } from '../integrations/stripe/events';
import { type Subscription, type SubscriptionStatus } from './Subscription';

/** The columns that Stripe decides on. */
export type StripeColumns = Pick<
  Subscription,
  | 'status'
  | 'startedAt'
  | 'currentPeriodStart'
  | 'currentPeriodEnd'
  | 'trialEndsAt'
  | 'cancelAtPeriodEnd'
  | 'canceledAt'
  | 'endedAt'
  | 'pausedAt'
  | 'amount'
  | 'currency'
  | 'interval'
  | 'stripeCustomerId'
  | 'stripeUpdatedAt'
>;

/** Stripe's status, and ours. After `unpaid` Stripe has given up collecting: there is no grace any more. */
const STATUSES: Readonly<Record<string, SubscriptionStatus>> = {
  trialing: 'TRIALING',
  active: 'ACTIVE',
  past_due: 'PAST_DUE',
  unpaid: 'INCOMPLETE',
  incomplete: 'INCOMPLETE',
  incomplete_expired: 'CANCELED',
  canceled: 'CANCELED',
  paused: 'PAUSED',
};
const COLLECTING: ReadonlySet<SubscriptionStatus> = new Set(['TRIALING', 'ACTIVE', 'PAST_DUE']);

/** The period stood on the subscription itself before API version 2025-03-31. */
type Period = Partial<Record<'current_period_start' | 'current_period_end', number>>;

/**
 * What a subscription at Stripe says of ours.
 * @param asOf since when Stripe's state is like that
 * @param pausedAt since when ours is paused, if it is
 */
export function stripeColumns(
  subscription: Stripe.Subscription,
  asOf: Date,
  pausedAt: Date | null,
): StripeColumns {
  const item = subscription.items.data[0];
  const period: Period = item?.current_period_end === undefined ? (subscription as Period) : item;
  const status = statusOf(subscription);
  return {
    status,
    startedAt: timeOf(subscription.start_date),
    currentPeriodStart: timeOrNull(period.current_period_start),
    currentPeriodEnd: timeOrNull(period.current_period_end),
    trialEndsAt: timeOrNull(subscription.trial_end),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    canceledAt: timeOrNull(subscription.canceled_at),
    endedAt: timeOrNull(subscription.ended_at),
    // Stripe does not say since when.
    pausedAt: status === 'PAUSED' ? (pausedAt ?? asOf) : null,
    amount: (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1),
    currency: (item?.price.currency ?? subscription.currency).toUpperCase(),
    interval: item?.price.recurring?.interval === 'year' ? 'YEAR' : 'MONTH',
    stripeCustomerId: idOf(subscription.customer),
    stripeUpdatedAt: asOf,
  };
}

/** A subscription whose collection is paused is `active` at Stripe, and costs nothing: here it is paused. */
function statusOf({ status, pause_collection }: Stripe.Subscription): SubscriptionStatus {
  const plain = STATUSES[status] ?? 'INCOMPLETE';
  return pause_collection != null && COLLECTING.has(plain) ? 'PAUSED' : plain;
}

import type Stripe from 'stripe';

type Answer = Pick<Stripe.Response<object>, 'lastResponse'>;

/** Whether Stripe repeated what it answered when the same was asked before: the object may look otherwise by now. */
export function isReplayed({ lastResponse }: Answer): boolean {
  return lastResponse.headers['idempotent-replayed'] === 'true';
}

/**
 * Since when, at the latest, the object is as it was answered: before whatever Stripe does to it next. By Stripe's clock,
 * in whole seconds, as events are.
 * @param elapsedMs how long the answer took
 */
export function stateSince({ lastResponse }: Answer, elapsedMs: number): Date {
  const answered = Date.parse(lastResponse.headers.date ?? '');
  const base = Number.isNaN(answered) ? Date.now() : answered;
  return new Date(Math.floor((base - elapsedMs) / 1000) * 1000);
}

import type Stripe from 'stripe';
import { ConflictError, UpstreamFailedError } from '../../errors';
import { loadStripe } from './loadStripe';

/** Stripe shortens a key that it quotes; whatever looks like one goes altogether. */
const SECRET = /\b(?:[sr]k|whsec)_[\w*.\u2026]+/g;

/** What an error of the SDK's says, as the API tells it. Anything else comes back as it is. */
export function presentStripeError(error: unknown, timeoutMs: number): unknown {
  const { errors } = loadStripe();
  if (!(error instanceof errors.StripeError)) return error;
  if (error instanceof errors.StripeIdempotencyError) {
    return new ConflictError(
      'Stripe was told to do something else with this very version of the row: read it again and repeat the edit.',
      { field: 'version' },
    );
  }
  if (isTimeout(error))
    return new UpstreamFailedError(
      'Stripe',
      `There was no answer within ${timeoutMs / 1000} s; whether it acted is not known.`,
    );
  if (error instanceof errors.StripeAuthenticationError)
    return new UpstreamFailedError('Stripe', "It does not accept this server's secret key.");
  const { code, decline_code, requestId, statusCode } = error;
  return new UpstreamFailedError('Stripe', error.message.replaceAll(SECRET, '…') || 'It failed.', {
    ...(code ? { reason: code } : {}),
    ...(decline_code ? { declineCode: decline_code } : {}),
    ...(statusCode === undefined ? {} : { upstreamStatus: statusCode }),
    ...(requestId ? { upstreamRequestId: requestId } : {}),
  });
}

/** Whether Stripe did not answer in time. */
export function isTimeout(error: unknown): boolean {
  const { errors, HttpClient } = loadStripe();
  if (!(error instanceof errors.StripeConnectionError)) return false;
  const { detail } = error as { detail?: unknown };
  return detail instanceof Error && 'code' in detail && detail.code === HttpClient.TIMEOUT_ERROR_CODE;
}

/**
 * Whether the same request may well succeed in a moment: it met another one of the same row, or did not get through.
 * Stripe's own advice goes first (https://docs.stripe.com/error-low-level#should-retry).
 */
export function isPassing(error: unknown): boolean {
  const { errors } = loadStripe();
  if (!(error instanceof errors.StripeError) || isTimeout(error)) return false;
  if (error instanceof errors.StripeConnectionError) return true;
  const advice = headerOf(error, 'stripe-should-retry');
  if (advice !== undefined) return advice === 'true';
  return error.statusCode === 409 || error.statusCode === 503;
}

/** Whether Stripe only repeats what it answered to an earlier request with the same idempotency key. */
export function isReplayedRefusal(error: unknown): boolean {
  const { errors } = loadStripe();
  return (
    error instanceof errors.StripeError &&
    !(error instanceof errors.StripeIdempotencyError) &&
    headerOf(error, 'idempotent-replayed') === 'true'
  );
}

/** What is turned away at the door and never began: Stripe keeps no answer of it. */
const NOT_BEGUN: ReadonlySet<number> = new Set([401, 409, 429]);

/** Whether Stripe has decided not to do it, and so for certain has not: what it says of itself (5xx) leaves that open. */
export function isRefusal(error: unknown): boolean {
  const { errors } = loadStripe();
  if (!(error instanceof errors.StripeError) || error instanceof errors.StripeIdempotencyError) return false;
  const { statusCode = 0 } = error;
  return statusCode >= 400 && statusCode < 500 && !NOT_BEGUN.has(statusCode);
}

/** Whether Stripe says that there is no such thing (any more). */
export function isMissing(error: unknown): boolean {
  const { errors } = loadStripe();
  return (
    error instanceof errors.StripeError && (error.statusCode === 404 || error.code === 'resource_missing')
  );
}

function headerOf(error: InstanceType<typeof Stripe.errors.StripeError>, name: string): string | undefined {
  return error.headers?.[name];
}

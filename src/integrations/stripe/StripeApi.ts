import { setTimeout as pause } from 'node:timers/promises';
import type Stripe from 'stripe';
import { loadStripe } from './loadStripe';
import { isPassing, isRefusal, isReplayedRefusal, presentStripeError } from './stripeErrors';

/**
 * One request, or several that belong together, through the SDK with the very options that it is given: they hold what is
 * left of the time. Stripe makes nothing of an idempotency key on a GET or a DELETE.
 */
export type StripeWork<T> = (stripe: Stripe, options: Stripe.RequestOptions) => Promise<T>;

/** Something that must never be done twice. */
export interface StripeAct<T> {
  /** The same act has the same key: made of the row's id and version. */
  key: string;
  /**
   * Looks whether an earlier try, which Stripe said had failed, came to something after all; null when it did not. Left
   * out where doing it again does no harm.
   */
  earlier?: StripeWork<T | null>;
}

/** Which attempts at an act Stripe has refused. */
export interface AttemptLog {
  /** How many at the act with this key. */
  refused(key: string): Promise<number>;
  /** Writes down that Stripe has refused this one, counted from 1, and so all before. */
  note(key: string, attempt: number): Promise<void>;
}

interface StripeSettings {
  secretKey: string;
  /** An origin, `https://api.stripe.com`. */
  apiBase: string;
  /** How long one {@link StripeApi.call} may take in all, in milliseconds. */
  timeoutMs: number;
}

const PAUSE_MS = 250;
/** How often one call tries a refused act anew. */
const MAX_TRIES = 20;

/** Stripe's API through its official SDK, with one deadline for a call and the errors that callers may see. */
export class StripeApi {
  private readonly stripe: Stripe;
  private readonly timeoutMs: number;
  /** Whether it moves real money; events of the other mode are not ours. */
  readonly livemode: boolean;

  constructor({ secretKey, apiBase, timeoutMs }: StripeSettings) {
    const { protocol, hostname, port } = new URL(apiBase);
    this.timeoutMs = timeoutMs;
    this.livemode = secretKey.includes('_live_');
    const Sdk = loadStripe();
    this.stripe = new Sdk(secretKey, {
      host: hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      protocol: protocol === 'https:' ? 'https' : 'http',
      timeout: timeoutMs,
      // The SDK would also repeat what timed out, and let its caller wait several times as long: see withDeadline.
      maxNetworkRetries: 0,
      telemetry: false,
      appInfo: { name: 'Latchkey' },
    });
  }

  /**
   * Runs `work` against one account.
   * @param account `acct_…`, or null for the server's own
   * @param act for writes: names what is done, so that Stripe does it once however often it is asked to
   * @param log of the account's acts; comes with `act`
   * @throws UpstreamFailedError with Stripe's message when it refuses, fails or does not answer in time
   * @throws ConflictError when Stripe has seen the act's key with other values
   */
  async call<T>(
    account: string | null,
    work: StripeWork<T>,
    { act, log }: { act?: StripeAct<T> | undefined; log?: AttemptLog } = {},
  ): Promise<T> {
    const refused = act === undefined ? 0 : ((await log?.refused(act.key)) ?? 0);
    const deadline = Date.now() + this.timeoutMs;
    const options: Stripe.RequestOptions = account === null ? {} : { stripeAccount: account };
    try {
      if (act === undefined) return await this.withDeadline(deadline, work, options);
      const note = async (attempt: number): Promise<void> => log?.note(act.key, attempt);
      return await this.once(deadline, work, options, { ...act, refused, note });
    } catch (error) {
      throw presentStripeError(error, this.timeoutMs);
    }
  }

  /**
   * Stripe keeps the answer to an idempotency key for a day or longer, a refusal as well: without a new key, a card that
   * was declined would stay declined for the rest of the row's version, and nothing else could be done to that version. So
   * a refusal is written down and the next attempt has the next key, and when Stripe repeats an earlier refusal the act
   * moves on to it at once. What succeeded is repeated to everyone who asks, and nobody gets past it.
   */
  private async once<T>(
    deadline: number,
    work: StripeWork<T>,
    options: Stripe.RequestOptions,
    {
      key,
      earlier,
      refused,
      note,
    }: StripeAct<T> & { refused: number; note: (attempt: number) => Promise<void> },
  ): Promise<T> {
    for (let attempt = refused + 1; ; attempt += 1) {
      const idempotencyKey = attempt === 1 ? key : `${key}-${attempt}`;
      try {
        return await this.withDeadline(deadline, work, { ...options, idempotencyKey });
      } catch (error) {
        if (isRefusal(error)) await note(attempt);
        if (!isReplayedRefusal(error) || attempt === refused + MAX_TRIES) throw error;
        const found = await this.withDeadline(deadline, earlier ?? (() => Promise.resolve(null)), options);
        if (found !== null) return found;
      }
    }
  }

  /** Tries a second time what did not get through, as far as the time allows. What timed out had its time. */
  private async withDeadline<T>(
    deadline: number,
    work: StripeWork<T>,
    options: Stripe.RequestOptions,
  ): Promise<T> {
    const inTime: Stripe.RequestOptions = {
      ...options,
      // Read anew by each request of the work: what one has used, the next lacks.
      get timeout() {
        return Math.max(1, deadline - Date.now());
      },
    };
    try {
      return await work(this.stripe, inTime);
    } catch (error) {
      if (!isPassing(error) || Date.now() + PAUSE_MS >= deadline) throw error;
      await pause(PAUSE_MS);
      return work(this.stripe, inTime);
    }
  }
}

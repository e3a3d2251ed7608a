import type Stripe from 'stripe';
import { type Clock } from '../../clock';
import { type Database, isDuplicateKey } from '../../database/Database';
import { BadUserInputError, NotConfiguredError } from '../../errors';
import { loadStripe } from './loadStripe';
import { asSeen, type EventHandlers, type Prepared, type ReceivedEvent, timeOf } from './events';
import { type StripeAccounts } from './StripeAccounts';
import { StripeEvent } from './StripeEvent';

/** What became of an event, for the log. */
export interface EventReceipt {
  readonly eventId: string;
  readonly type: string;
  readonly platformId: string | null;
  /** `ignored`: nothing is written, and `note` says why. */
  readonly outcome: 'handled' | 'duplicate' | 'ignored';
  readonly note?: string;
}

interface Parts {
  database: Database;
  clock: Clock;
  accounts: StripeAccounts;
  handlers: EventHandlers;
  /** Undefined when events are not set up. */
  secret: string | undefined;
}

/** How old a signature may be: https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE_SECONDS = 300;
const DEAUTHORIZED = 'account.application.deauthorized';

/**
 * Takes Stripe's events. Each is handled once, however often and wherever it arrives: what it changes and that it was
 * handled are one transaction.
 */
export class StripeWebhook {
  constructor(private readonly parts: Parts) {}

  /**
   * @param payload the body, byte by byte as it came: the signature is over it
   * @param signature the header `Stripe-Signature`
   * @throws NotConfiguredError without a signing secret
   * @throws BadUserInputError for a body that Stripe did not sign, or whose signature is older than five minutes
   * @throws UpstreamFailedError when Stripe must be asked and can't be: the event is not handled, and Stripe sends it again
   */
  async receive(payload: Buffer, signature: string, requestId: string): Promise<EventReceipt> {
    const { accounts, database } = this.parts;
    const event = this.verify(payload, signature);
    const { id: eventId, type, account: accountId = null } = event;
    const platformId = accountId === null ? null : await accounts.platformOf(accountId);
    const receipt = { eventId, type, platformId };
    if (accounts.livemode !== null && event.livemode !== accounts.livemode)
      return { ...receipt, outcome: 'ignored', note: 'it is of the other mode, live or test' };
    if (await database.reads.existsBy(StripeEvent, { eventId })) return { ...receipt, outcome: 'duplicate' };
    return asSeen(async () => {
      const { apply, note } = await this.prepare(event, platformId, requestId);
      const isNew = await this.handle(event, platformId, apply);
      if (!isNew) return { ...receipt, outcome: 'duplicate' };
      if (apply !== undefined) return { ...receipt, outcome: 'handled' };
      return { ...receipt, outcome: 'ignored', ...(note === undefined ? {} : { note }) };
    });
  }

  private verify(payload: Buffer, signature: string): Stripe.Event {
    const { secret, clock } = this.parts;
    if (secret === undefined) throw new NotConfiguredError("Stripe's webhook", 'STRIPE_WEBHOOK_SECRET');
    try {
      const receivedAt = clock().getTime();
      const { webhooks } = loadStripe();
      const event = webhooks.constructEvent(
        payload,
        signature,
        secret,
        TOLERANCE_SECONDS,
        undefined,
        receivedAt,
      );
      if (isEvent(event)) return event;
    } catch {
      throw new BadUserInputError('stripe-signature', 'does not fit the body, or is too old.');
    }
    throw new BadUserInputError('body', 'is not an event.');
  }

  private async prepare(
    event: Stripe.Event,
    platformId: string | null,
    requestId: string,
  ): Promise<Prepared> {
    const { account: accountId, type } = event;
    if (accountId === undefined || platformId === null) return { note: 'its account is not connected' };
    const { accounts, handlers } = this.parts;
    if (type === DEAUTHORIZED)
      return {
        apply: (manager) =>
          accounts.deauthorized(manager, { accountId, toldAt: timeOf(event.created), requestId }),
      };
    const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
    if (handler === undefined) return { note: 'nothing here follows events of its type' };
    const received: ReceivedEvent = {
      platformId,
      accountId,
      createdAt: timeOf(event.created),
      requestId,
      connect: () => accounts.require(platformId),
    };
    return handler(received, event.data.object);
  }

  /** Applies it and notes that it was handled. False when someone else has handled it meanwhile. */
  private async handle(
    { id: eventId, type, created }: Stripe.Event,
    platformId: string | null,
    apply: Prepared['apply'],
  ): Promise<boolean> {
    const { database, clock } = this.parts;
    try {
      await database.transaction(async (manager) => {
        await manager.insert(StripeEvent, {
          eventId,
          platformId,
          type,
          createdAt: timeOf(created),
          receivedAt: clock(),
        });
        await apply?.(manager);
      });
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (await database.reads.existsBy(StripeEvent, { eventId })) return false;
      // Another event has made the row that this one was to make: asSeen looks again.
      throw error;
    }
  }
}

/** Whoever has the secret may sign any JSON. */
function isEvent(value: Stripe.Event | null): value is Stripe.Event {
  return (
    typeof value?.id === 'string' &&
    value.id.length <= 64 &&
    typeof value.type === 'string' &&
    value.type.length <= 120 &&
    Number.isInteger(value.created) &&
    typeof value.data?.object === 'object' &&
    value.data.object !== null
  );
}

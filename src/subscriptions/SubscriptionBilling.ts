import type Stripe from 'stripe';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId } from '../database/ids';
import { ConflictError, NotFoundError } from '../errors';
import { asSeen, writeAsSeen } from '../integrations/stripe/events';
import { isReplayed, stateSince } from '../integrations/stripe/responses';
import { isMissing } from '../integrations/stripe/stripeErrors';
import { type StripeAccounts } from '../integrations/stripe/StripeAccounts';
import { Plan } from '../plans/Plan';
import { stripeColumns } from './stripeSubscription';
import { Subscription, type SubscriptionStatus } from './Subscription';

/** A subscription at the version that the caller has seen. */
export interface SeenSubscription {
  id: string;
  version: number;
}

export type CancellationTime = 'NOW' | 'PERIOD_END';

/** Does something to the subscription of this id at Stripe. */
type StripeChange = (
  stripe: Stripe,
  id: string,
  options: Stripe.RequestOptions,
) => Promise<Stripe.Response<Stripe.Subscription>>;

interface Parts {
  database: Database;
  clock: Clock;
  stripe: StripeAccounts;
}

const RUNNING: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE'];

/**
 * Changes members' subscriptions where they are billed, and shows here what came of it. Nothing is written before Stripe
 * has acted. One version of a subscription is changed once at Stripe: its idempotency key names it, so that a call that is
 * sent again does nothing again, and another change of the same version is refused.
 *
 * Every method throws NotFoundError, ConflictError (changed since, not in a state for it, or not billed by Stripe),
 * NotConfiguredError, and UpstreamFailedError with Stripe's message, when the row is as it was.
 */
export class SubscriptionBilling {
  constructor(private readonly parts: Parts) {}

  /** Ends it at once, or with the period that is paid for. */
  async cancel(
    principal: Principal,
    { when = 'PERIOD_END', ...seen }: SeenSubscription & { when?: CancellationTime },
  ): Promise<Subscription> {
    const row = await this.require(principal, seen);
    if (when === 'NOW') return this.change(row, endNow);
    if (row.cancelAtPeriodEnd)
      throw new ConflictError('The subscription ends with its period already.', {
        field: 'cancelAtPeriodEnd',
      });
    return this.change(row, (stripe, id, options) =>
      stripe.subscriptions.update(id, { cancel_at_period_end: true }, options),
    );
  }

  /** Collects nothing and opens nothing until it is resumed. */
  async pause(principal: Principal, seen: SeenSubscription): Promise<Subscription> {
    const row = await this.require(principal, seen);
    if (!RUNNING.includes(row.status)) throw inState(row);
    // Invoices that fall into the pause are void: nobody owes for what could not be watched.
    return this.change(row, (stripe, id, options) =>
      stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } }, options),
    );
  }

  /** Takes back a pause, or else a cancellation at the end of the period. */
  async resume(principal: Principal, seen: SeenSubscription): Promise<Subscription> {
    const row = await this.require(principal, seen);
    if (row.status === 'PAUSED') return this.change(row, resumeCollection);
    if (!row.cancelAtPeriodEnd) throw inState(row);
    return this.change(row, (stripe, id, options) =>
      stripe.subscriptions.update(id, { cancel_at_period_end: false }, options),
    );
  }

  /**
   * Moves it to another plan, at that plan's price of today.
   * @param prorate whether the rest of the period is settled with the next invoice
   */
  async changePlan(
    principal: Principal,
    { planId, prorate = true, ...seen }: SeenSubscription & { planId: string; prorate?: boolean },
  ): Promise<Subscription> {
    const row = await this.require(principal, seen);
    const plan = await this.requirePlan(principal, planId);
    const price = plan.stripePriceId;
    if (plan.status !== 'ACTIVE')
      throw new ConflictError('Plan is ARCHIVED: nobody can subscribe to it any more.', {
        field: 'input.planId',
      });
    if (price === null) throw new ConflictError('Plan has no price at Stripe.', { field: 'input.planId' });
    if (plan.id === row.planId)
      throw new ConflictError('The subscription is to this plan already.', { field: 'input.planId' });
    const changeItem: StripeChange = async (stripe, id, options) => {
      const { items } = await stripe.subscriptions.retrieve(id, {}, options);
      return stripe.subscriptions.update(
        id,
        {
          items: [{ id: items.data[0]?.id, price }],
          proration_behavior: prorate ? 'create_prorations' : 'none',
        },
        options,
      );
    };
    return this.change(row, changeItem, plan.id);
  }

  private async change(row: Subscription, change: StripeChange, planId = row.planId): Promise<Subscription> {
    const { platformId, stripeSubscriptionId: stripeId } = row;
    if (stripeId === null)
      throw new ConflictError('Stripe does not bill this subscription: it can not be changed from here.', {
        field: 'stripeSubscriptionId',
      });
    const connection = await this.parts.stripe.require(platformId);
    const ask = (): Promise<StripeState> =>
      connection.call((stripe, options) => latest(stripe, stripeId, options));
    const answer = await connection.call(
      async (stripe, options) => {
        const changed = await dated(() => change(stripe, stripeId, options));
        return isReplayed(changed.state) ? latest(stripe, stripeId, options) : changed;
      },
      { key: `latchkey-subscription-${row.id}-${row.version}` },
    );
    return this.write(row, planId, answer, ask);
  }

  /**
   * Shows what Stripe answered. Where an event came in between, it may be of before or after: Stripe is asked for the
   * state as it is.
   */
  private async write(
    seen: Subscription,
    planId: string,
    answer: StripeState,
    ask: () => Promise<StripeState>,
  ): Promise<Subscription> {
    const { database, clock } = this.parts;
    const key = { id: seen.id, platformId: seen.platformId };
    return asSeen(async () => {
      const row = await database.reads.findOneByOrFail(Subscription, key);
      const { state, asOf } = isUntouched(row, seen) ? answer : await ask();
      // What was read after an event that the row shows is no older than that event.
      const since = row.stripeUpdatedAt !== null && row.stripeUpdatedAt > asOf ? row.stripeUpdatedAt : asOf;
      const changes = { ...stripeColumns(state, since, row.pausedAt), planId, updatedAt: clock() };
      return database.transaction(async (manager) => {
        await writeAsSeen(manager, Subscription, row, changes);
        return manager.findOneByOrFail(Subscription, key);
      });
    });
  }

  private async require({ platformId }: Principal, { id, version }: SeenSubscription): Promise<Subscription> {
    assertId('Subscription', id);
    const row = await this.parts.database.reads.findOneBy(Subscription, { id, platformId });
    if (row === null) throw new NotFoundError('Subscription', id);
    if (row.version !== version) throw ConflictError.staleVersion('Subscription', version, row.version);
    if (row.status === 'CANCELED') throw inState(row);
    return row;
  }

  private async requirePlan({ platformId }: Principal, id: string): Promise<Plan> {
    assertId('Plan', id);
    const plan = await this.parts.database.reads.findOneBy(Plan, { id, platformId });
    if (plan === null) throw new NotFoundError('Plan', id);
    return plan;
  }
}

/** A subscription as Stripe has it, since `asOf` or earlier. */
interface StripeState {
  state: Stripe.Response<Stripe.Subscription>;
  asOf: Date;
}

async function dated(ask: () => Promise<StripeState['state']>): Promise<StripeState> {
  const askedAt = performance.now();
  const state = await ask();
  return { state, asOf: stateSince(state, performance.now() - askedAt) };
}

function latest(stripe: Stripe, id: string, options: Stripe.RequestOptions): Promise<StripeState> {
  return dated(() => stripe.subscriptions.retrieve(id, {}, options));
}

/** Whether no event was written into the row since it was seen. */
function isUntouched(row: Subscription, seen: Subscription): boolean {
  return row.version === seen.version && row.stripeUpdatedAt?.getTime() === seen.stripeUpdatedAt?.getTime();
}

/** Stripe knows no idempotency keys for DELETE: it says that there is no such subscription once it has ended. */
const endNow: StripeChange = async (stripe, id, options) => {
  try {
    return await stripe.subscriptions.cancel(id, {}, options);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const ended = await stripe.subscriptions.retrieve(id, {}, options);
    if (ended.status !== 'canceled') throw error;
    return ended;
  }
};

const resumeCollection: StripeChange = async (stripe, id, options) => {
  const resumed = await stripe.subscriptions.update(id, { pause_collection: '' }, options);
  // Stripe itself pauses what has no means of payment when its trial ends, and that takes another call to undo.
  if (resumed.status !== 'paused') return resumed;
  const idempotencyKey = options.idempotencyKey && `${options.idempotencyKey}-resume`;
  return stripe.subscriptions.resume(id, {}, { ...options, idempotencyKey });
};

function inState({ status }: Subscription): ConflictError {
  return new ConflictError(`The subscription is ${status}.`, { field: 'status', current: status });
}

import type Stripe from 'stripe';
import { type EntityManager } from 'typeorm';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { holdRow } from '../database/optimisticLock';
import {
  compareAge,
  type EventHandler,
  type EventHandlers,
  idOf,
  OutdatedError,
  type Prepared,
  type ReceivedEvent,
  writeAsSeen,
} from '../integrations/stripe/events';
import { Member } from '../members/Member';
import { Plan } from '../plans/Plan';
import { type CustomerDirectory } from './CustomerDirectory';
import { stripeColumns } from './stripeSubscription';
import { Subscription } from './Subscription';

/** Follows what happens to subscriptions at Stripe: members subscribe and cancel there, and payments fail there. */
export class SubscriptionMirror {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly customers: CustomerDirectory,
  ) {}

  get handlers(): EventHandlers {
    const changed: EventHandler = (event, object) => this.changed(event, object as Stripe.Subscription);
    return Object.fromEntries(
      ['created', 'updated', 'deleted', 'paused', 'resumed', 'pending_update_applied', 'trial_will_end'].map(
        (what) => [`customer.subscription.${what}`, changed],
      ),
    );
  }

  private async changed(event: ReceivedEvent, told: Stripe.Subscription): Promise<Prepared> {
    const row = await this.find(event.platformId, told.id);
    if (row === null) return this.unknown(event, told);
    const age = compareAge(event.createdAt, row.stripeUpdatedAt);
    if (age === 'older') return { note: 'a later state is known' };
    const current = age === 'same' ? await this.ask(event, told.id) : told;
    const planId = (await this.planOf(event.platformId, current))?.id ?? row.planId;
    const columns = stripeColumns(current, event.createdAt, row.pausedAt);
    // What is over at Stripe never goes on.
    if (row.status === 'CANCELED' && columns.status !== 'CANCELED') return { note: 'it is over' };
    return {
      apply: (manager) =>
        writeAsSeen(manager, Subscription, row, { ...columns, planId, updatedAt: this.clock() }),
    };
  }

  /** One that was made at Stripe: by a checkout, or by hand. */
  private async unknown(event: ReceivedEvent, told: Stripe.Subscription): Promise<Prepared> {
    const { platformId } = event;
    const plan = await this.planOf(platformId, told);
    if (plan === null) return { note: 'no plan has its price' };
    const memberId = await this.customers.memberOf(event, { customerId: idOf(told.customer) });
    if (memberId === null) return { note: 'its customer is no member' };
    const columns = stripeColumns(told, event.createdAt, null);
    const now = this.clock();
    return {
      apply: async (manager: EntityManager) => {
        // Holds the member until the end: one who was removed since must not be left with a subscription that is billed.
        if (!(await holdRow(manager, Member, { id: memberId, platformId }))) throw new OutdatedError();
        await manager.insert(Subscription, {
          ...columns,
          id: newId(now),
          platformId,
          memberId,
          planId: plan.id,
          stripeSubscriptionId: told.id,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
      },
    };
  }

  private async ask(event: ReceivedEvent, id: string): Promise<Stripe.Subscription> {
    const connection = await event.connect();
    return connection.call((stripe, options) => stripe.subscriptions.retrieve(id, {}, options));
  }

  private find(platformId: string, stripeSubscriptionId: string): Promise<Subscription | null> {
    return this.database
      .rows(Subscription, 'subscription')
      .where('subscription.platformId = :platformId', { platformId })
      .where('subscription.stripeSubscriptionId = :stripeSubscriptionId', { stripeSubscriptionId })
      .first();
  }

  /** The plan of its price; the plan may have another price by now, but never another product. */
  private async planOf(platformId: string, { items }: Stripe.Subscription): Promise<Plan | null> {
    const price = items.data[0]?.price;
    if (price === undefined) return null;
    const plans = this.database.rows(Plan, 'plan').where('plan.platformId = :platformId', { platformId });
    return plans
      .where('(plan.stripePriceId = :priceId OR plan.stripeProductId = :productId)', {
        priceId: price.id,
        productId: idOf(price.product),
      })
      .first();
  }
}

import type Stripe from 'stripe';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import {
  compareAge,
  type EventHandlers,
  idOf,
  type Prepared,
  type ReceivedEvent,
  timeOf,
  timeOrNull,
  writeAsSeen,
} from '../integrations/stripe/events';
import { type CustomerDirectory } from '../subscriptions/CustomerDirectory';
import { Subscription } from '../subscriptions/Subscription';
import { Payment, type PaymentStatus } from './Payment';
import { findPayment } from './stripePayments';

/** Follows what is paid at Stripe. A charge says what came of the money; an invoice, what it was for. */
export class PaymentMirror {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly customers: CustomerDirectory,
  ) {}

  get handlers(): EventHandlers {
    const charge = (event: ReceivedEvent, object: object): Promise<Prepared> =>
      this.charged(event, object as Stripe.Charge);
    return {
      'charge.succeeded': charge,
      'charge.failed': charge,
      'charge.pending': charge,
      'charge.refunded': charge,
      'invoice.paid': (event, object) => this.invoiced(event, object as Stripe.Invoice, 'SUCCEEDED'),
      'invoice.payment_failed': (event, object) => this.invoiced(event, object as Stripe.Invoice, 'FAILED'),
    };
  }

  private async charged(event: ReceivedEvent, told: Stripe.Charge): Promise<Prepared> {
    const { platformId } = event;
    const ids = { stripeChargeId: told.id, stripePaymentIntentId: idOf(told.payment_intent) };
    const row = await findPayment(this.database, platformId, ids);
    if (row === null) {
      const email = told.billing_details?.email ?? told.receipt_email;
      const memberId = await this.customers.memberOf(event, { customerId: idOf(told.customer), email });
      if (memberId === null) return { note: 'who paid is no member' };
      return this.insertion(event, { ...chargeColumns(told, event.createdAt), ...ids, memberId }, told);
    }
    // A payment is tried with one charge after another, and the one that went through is the last.
    if (row.status === 'SUCCEEDED' && told.status !== 'succeeded') return { note: 'it has succeeded' };
    const age = compareAge(event.createdAt, row.stripeUpdatedAt);
    if (age === 'older') return { note: 'a later state is known' };
    const charge = age === 'same' ? await this.ask(event, told.id) : told;
    const columns = { ...chargeColumns(charge, event.createdAt), ...ids };
    return {
      apply: (manager) => writeAsSeen(manager, Payment, row, { ...columns, updatedAt: this.clock() }),
    };
  }

  /** Whichever event of an invoice is the first: what is paid stays paid, and what it was for does not change. */
  private async invoiced(
    event: ReceivedEvent,
    invoice: Stripe.Invoice,
    status: PaymentStatus,
  ): Promise<Prepared> {
    const { platformId } = event;
    const amount = status === 'SUCCEEDED' ? invoice.amount_paid : invoice.amount_due;
    if (amount === 0) return { note: 'nothing was to pay' };
    const ids = { stripeInvoiceId: invoice.id, ...(await this.paidBy(event, invoice)) };
    const [row, subscription] = await Promise.all([
      findPayment(this.database, platformId, ids),
      this.subscriptionOf(platformId, invoice),
    ]);
    const purpose = {
      ...(subscription === null ? {} : { subscriptionId: subscription.id, planId: subscription.planId }),
      ...(invoice.description === null ? {} : { description: invoice.description.slice(0, 200) }),
    };
    const result =
      status === 'SUCCEEDED'
        ? {
            status,
            paidAt: timeOrNull(invoice.status_transitions?.paid_at) ?? event.createdAt,
            failureMessage: null,
          }
        : { status, paidAt: null, failureMessage: null };
    if (row !== null) {
      const settled = row.status === 'SUCCEEDED' || row.status === status;
      const changes = { ...ids, ...purpose, ...(settled ? {} : result), updatedAt: this.clock() };
      return { apply: (manager) => writeAsSeen(manager, Payment, row, changes) };
    }
    const payer = { customerId: idOf(invoice.customer), email: invoice.customer_email };
    const memberId = subscription?.memberId ?? (await this.customers.memberOf(event, payer));
    if (memberId === null) return { note: 'who paid is no member' };
    const money = { amount, refundedAmount: 0, isRefunded: false, currency: invoice.currency.toUpperCase() };
    return this.insertion(event, { ...ids, ...money, ...purpose, ...result, memberId }, invoice);
  }

  private insertion(
    { platformId }: ReceivedEvent,
    columns: Partial<Payment>,
    { created, description }: { created: number; description: string | null },
  ): Prepared {
    const now = this.clock();
    const id = newId(now);
    return {
      apply: async (manager) => {
        await manager.insert(Payment, {
          description: (description ?? '').slice(0, 200),
          ...columns,
          id,
          platformId,
          createdAt: timeOf(created),
          updatedAt: now,
          version: 1,
        });
      },
    };
  }

  private async ask(event: ReceivedEvent, chargeId: string): Promise<Stripe.Charge> {
    const connection = await event.connect();
    return connection.call((stripe, options) => stripe.charges.retrieve(chargeId, {}, options));
  }

  /** By which intent or charge an invoice was paid; its events do not say so, unless they are of an older API version. */
  private async paidBy(
    event: ReceivedEvent,
    invoice: Stripe.Invoice & { payment_intent?: string; charge?: string },
  ): Promise<Partial<Pick<Payment, 'stripeChargeId' | 'stripePaymentIntentId'>>> {
    if (invoice.payment_intent !== undefined || invoice.charge !== undefined)
      return known({ stripePaymentIntentId: invoice.payment_intent, stripeChargeId: invoice.charge });
    const payments = invoice.payments ?? (await this.paymentsOf(event, invoice.id));
    const payment = (payments.data.find(({ status }) => status === 'paid') ?? payments.data[0])?.payment;
    return known({
      stripePaymentIntentId: idOf(payment?.payment_intent),
      stripeChargeId: idOf(payment?.charge),
    });
  }

  private async paymentsOf(
    event: ReceivedEvent,
    invoice: string,
  ): Promise<{ data: Stripe.InvoicePayment[] }> {
    const connection = await event.connect();
    return connection.call((stripe, options) => stripe.invoicePayments.list({ invoice }, options));
  }

  private async subscriptionOf(
    platformId: string,
    invoice: Stripe.Invoice & { subscription?: string },
  ): Promise<Subscription | null> {
    const id = idOf(invoice.parent?.subscription_details?.subscription) ?? invoice.subscription ?? null;
    if (id === null) return null;
    return this.database
      .rows(Subscription, 'subscription')
      .where('subscription.platformId = :platformId', { platformId })
      .where('subscription.stripeSubscriptionId = :id', { id })
      .first();
  }
}

type ChargeColumns = Pick<
  Payment,
  | 'amount'
  | 'refundedAmount'
  | 'isRefunded'
  | 'currency'
  | 'status'
  | 'failureMessage'
  | 'paidAt'
  | 'stripeUpdatedAt'
>;

function chargeColumns(charge: Stripe.Charge, asOf: Date): ChargeColumns {
  const succeeded = charge.status === 'succeeded';
  return {
    amount: charge.amount,
    refundedAmount: charge.amount_refunded,
    isRefunded: charge.amount_refunded > 0,
    currency: charge.currency.toUpperCase(),
    status: succeeded ? 'SUCCEEDED' : charge.status === 'failed' ? 'FAILED' : 'PENDING',
    failureMessage: charge.failure_message?.slice(0, 500) ?? null,
    paidAt: succeeded ? timeOf(charge.created) : null,
    stripeUpdatedAt: asOf,
  };
}

/** Only what is there: nothing that a row knows already is forgotten. */
function known<Key extends string>(
  ids: Record<Key, string | null | undefined>,
): Partial<Record<Key, string>> {
  return Object.fromEntries(
    Object.entries(ids).filter(([, id]) => id !== null && id !== undefined),
  ) as Partial<Record<Key, string>>;
}

import { type Form, type FormValue, toJson } from './stripeForm';

/** An object of Stripe's, as JSON. */
export type StripeObject = Record<string, unknown> & { id: string; object: string };

/** A refusal, as Stripe words it. */
export class StripeRefusal extends Error {
  constructor(
    readonly status: number,
    readonly error: { type: string; message: string; code?: string; decline_code?: string; param?: string },
  ) {
    super(error.message);
  }
}

const COLLECTIONS: Readonly<Record<string, [object: string, prefix: string]>> = {
  customers: ['customer', 'cus'],
  products: ['product', 'prod'],
  prices: ['price', 'price'],
  coupons: ['coupon', 'co'],
  promotion_codes: ['promotion_code', 'promo'],
  subscriptions: ['subscription', 'sub'],
  refunds: ['refund', 're'],
  charges: ['charge', 'ch'],
  payment_intents: ['payment_intent', 'pi'],
  invoices: ['invoice', 'in'],
  invoice_payments: ['invoice_payment', 'inpay'],
};

const DAY = 86_400;
let serial = 0;
export const stripeId = (prefix: string): string =>
  `${prefix}_${(serial += 1)}x${Math.random().toString(36).slice(2, 10)}`;
const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

/** The objects of one account, and what Stripe does with them. */
export class StripeObjects {
  private readonly byId = new Map<string, StripeObject>();

  /** Puts an object there without asking: `add('charge', { amount: 900 })`. */
  add(object: string, fields: Record<string, unknown> = {}): StripeObject {
    const prefix = Object.values(COLLECTIONS).find(([name]) => name === object)?.[1] ?? object;
    const made = {
      id: stripeId(prefix),
      object,
      created: nowInSeconds(),
      livemode: false,
      metadata: {},
      ...fields,
    };
    this.byId.set(made.id, made);
    return made;
  }

  /** A monthly subscription that is paid for. */
  addSubscription(price: StripeObject, fields: Record<string, unknown> = {}): StripeObject {
    return this.add('subscription', {
      status: 'active',
      customer: stripeId('cus'),
      currency: 'usd',
      start_date: nowInSeconds(),
      cancel_at_period_end: false,
      cancel_at: null,
      canceled_at: null,
      ended_at: null,
      trial_end: null,
      pause_collection: null,
      items: list([
        {
          id: stripeId('si'),
          object: 'subscription_item',
          price,
          quantity: 1,
          current_period_start: nowInSeconds(),
          current_period_end: nowInSeconds() + 30 * DAY,
        },
      ]),
      ...fields,
    });
  }

  addPrice(fields: Record<string, unknown> = {}): StripeObject {
    return this.add('price', {
      active: true,
      currency: 'usd',
      unit_amount: 1000,
      recurring: { interval: 'month', interval_count: 1 },
      product: stripeId('prod'),
      ...fields,
    });
  }

  /** A charge that went through. */
  addCharge(amount: number, fields: Record<string, unknown> = {}): StripeObject {
    return this.add('charge', {
      amount,
      amount_refunded: 0,
      currency: 'usd',
      customer: null,
      payment_intent: null,
      status: 'succeeded',
      paid: true,
      failure_message: null,
      description: null,
      billing_details: { email: null },
      ...fields,
    });
  }

  get(id: string): StripeObject {
    const found = this.byId.get(id);
    if (found === undefined) throw missing(id);
    return found;
  }

  /** Every object of a kind, newest first. */
  all(object: string): StripeObject[] {
    return [...this.byId.values()].filter((each) => each.object === object).reverse();
  }

  /** Does what a request asks for. */
  handle(method: string, path: readonly string[], form: Form): unknown {
    const [collection = '', id, verb] = path;
    const kind = COLLECTIONS[collection];
    if (kind === undefined) throw new StripeRefusal(404, invalid('Unrecognized request URL.'));
    const [object] = kind;
    if (method === 'GET') return id === undefined ? this.list(collection, object, form) : this.get(id);
    if (object === 'subscription' && id !== undefined) return this.changeSubscription(method, id, verb, form);
    if (method === 'DELETE') {
      this.get(id ?? '');
      this.byId.delete(id ?? '');
      return { id, object, deleted: true };
    }
    if (object === 'refund' && id === undefined) return this.refund(form);
    const fields = toJson(form) as Record<string, unknown>;
    if (id !== undefined) return Object.assign(this.get(id), fields);
    if (typeof fields.id === 'string' && this.byId.has(fields.id))
      throw new StripeRefusal(400, invalid(`${object} already exists.`, 'resource_already_exists'));
    return this.add(object, { active: true, valid: true, ...fields });
  }

  private list(collection: string, object: string, form: Form): unknown {
    const filters = Object.entries(form).filter(
      ([name]) => !['limit', 'starting_after', 'expand'].includes(name),
    );
    const data = this.all(object).filter((each) =>
      filters.every(([name, value]) => typeof value !== 'string' || String(each[name]) === value),
    );
    return { ...list(data), url: `/v1/${collection}` };
  }

  private changeSubscription(method: string, id: string, verb: string | undefined, form: Form): unknown {
    const subscription = this.get(id);
    if (subscription.status === 'canceled') throw missing(id);
    if (method === 'DELETE') {
      return Object.assign(subscription, {
        status: 'canceled',
        canceled_at: nowInSeconds(),
        ended_at: nowInSeconds(),
      });
    }
    if (verb === 'resume') return Object.assign(subscription, { status: 'active' });
    const { items, pause_collection: pause, cancel_at_period_end: ending, ...rest } = form;
    if (pause !== undefined) subscription.pause_collection = pause === '' ? null : toJson(pause);
    if (ending !== undefined) {
      subscription.cancel_at_period_end = ending === 'true';
      subscription.canceled_at = ending === 'true' ? nowInSeconds() : null;
    }
    if (Array.isArray(items)) this.changeItems(subscription, items);
    delete rest.proration_behavior;
    return Object.assign(subscription, toJson(rest));
  }

  private changeItems(subscription: StripeObject, changes: FormValue[]): void {
    const { data } = subscription.items as { data: StripeObject[] };
    for (const change of changes as Record<string, string>[]) {
      const item = data.find((each) => each.id === change.id);
      if (item === undefined) throw missing(String(change.id));
      item.price = this.get(String(change.price));
    }
  }

  private refund(form: Form): unknown {
    const charge =
      typeof form.charge === 'string'
        ? this.get(form.charge)
        : this.all('charge').find((each) => each.payment_intent === form.payment_intent);
    if (charge === undefined)
      throw missing(typeof form.payment_intent === 'string' ? form.payment_intent : '');
    const left = Number(charge.amount) - Number(charge.amount_refunded);
    const amount = form.amount === undefined ? left : Number(form.amount);
    if (left === 0)
      throw new StripeRefusal(
        400,
        invalid(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded'),
      );
    if (amount > left)
      throw new StripeRefusal(
        400,
        invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`),
      );
    charge.amount_refunded = Number(charge.amount_refunded) + amount;
    return this.add('refund', {
      status: 'succeeded',
      reason: null,
      ...(toJson(form) as object),
      amount,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: charge.payment_intent,
    });
  }
}

function list(data: readonly unknown[]): Record<string, unknown> {
  return { object: 'list', data, has_more: false, url: '/v1' };
}

function invalid(message: string, code?: string): StripeRefusal['error'] {
  return { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) };
}

function missing(id: string): StripeRefusal {
  return new StripeRefusal(404, { ...invalid(`No such object: '${id}'`, 'resource_missing'), param: 'id' });
}

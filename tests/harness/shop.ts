import { Payment } from '../../src/payments/Payment';
import { Plan } from '../../src/plans/Plan';
import { Subscription } from '../../src/subscriptions/Subscription';
import { type Client } from './Client';
import { type TestServer } from './startServer';
import { type StripeObject, type StripeObjects } from './stripeObjects';
import { type StripeServer } from './stripeServer';
import { type TestPlatform } from './TestPlatform';

interface Made {
  id: string;
  version: number;
}

/** A subscription here, and the one at Stripe that it shows. */
export interface ShopSubscription extends Made {
  object: StripeObject;
}

/** A payment here, and its charge at Stripe. */
export interface ShopPayment extends Made {
  object: StripeObject;
}

export interface ShopPlan {
  id: string;
  price: StripeObject;
}

const nowInSeconds = (): number => Math.floor(Date.now() / 1000);
let serial = 0;

/** A platform with a connected account, whose members subscribe and pay at Stripe: what is here, events have told. */
export class Shop {
  private constructor(
    private readonly server: TestServer,
    private readonly stripe: StripeServer,
    readonly platform: TestPlatform,
    /** Holds every scope. */
    readonly key: Client,
    readonly account: { id: string; objects: StripeObjects },
  ) {}

  static async open(server: TestServer, stripe: StripeServer): Promise<Shop> {
    const platform = await server.platform();
    const account = stripe.account();
    await server.services.stripeAccounts.connect(platform.adminPrincipal, account.id);
    return new Shop(server, stripe, platform, await platform.apiKey({ grantAll: true }), account);
  }

  async member(email = `member-${(serial += 1)}@example.com`): Promise<string> {
    const { addMember } = await this.key.data<{ addMember: Made }>(
      'mutation ($email: String!) { addMember(input: { email: $email, name: "M" }) { id version } }',
      { email },
    );
    return addMember.id;
  }

  /** A plan of 1,000 US cents a month, with its price at Stripe. */
  async plan(amount = 1000): Promise<ShopPlan> {
    const { createPlan } = await this.key.data<{ createPlan: Made }>(
      `mutation ($amount: Int!) {
        createPlan(input: { name: "Plan", price: { amount: $amount, currency: "USD" }, interval: MONTH }) { id version }
      }`,
      { amount },
    );
    const plan = await this.server.database.reads.findOneByOrFail(Plan, { id: createPlan.id });
    return { id: plan.id, price: this.account.objects.get(plan.stripePriceId ?? '') };
  }

  customer(email: string): StripeObject {
    return this.account.objects.add('customer', { email });
  }

  /** A member who has subscribed at Stripe, a minute ago. */
  async subscription(plan?: ShopPlan, fields: Record<string, unknown> = {}): Promise<ShopSubscription> {
    const { price } = plan ?? (await this.plan());
    const email = `subscriber-${(serial += 1)}@example.com`;
    await this.member(email);
    const object = this.account.objects.addSubscription(price, {
      customer: this.customer(email).id,
      ...fields,
    });
    await this.tell('customer.subscription.created', object, { created: nowInSeconds() - 60 });
    const row = await this.subscriptionRow(object.id);
    return { id: row.id, version: row.version, object };
  }

  /** A member's payment, which went through a minute ago. */
  async payment(amount = 1000, fields: Record<string, unknown> = {}): Promise<ShopPayment> {
    const email = `payer-${(serial += 1)}@example.com`;
    await this.member(email);
    const object = this.account.objects.addCharge(amount, {
      customer: this.customer(email).id,
      payment_intent: this.account.objects.add('payment_intent').id,
      ...fields,
    });
    await this.tell('charge.succeeded', object, { created: nowInSeconds() - 60 });
    const row = await this.paymentRow(object.id);
    return { id: row.id, version: row.version, object };
  }

  /** Delivers an event of the account, which must be taken, and gives what became of it. */
  async tell(
    type: string,
    object: StripeObject | Record<string, unknown>,
    options: { id?: string; created?: number; livemode?: boolean } = {},
  ): Promise<string> {
    const event = this.stripe.event(this.account.id, type, object, options);
    const answer = await this.stripe.deliver(this.server.address, event);
    const body = (await answer.json()) as { outcome: string };
    if (answer.status !== 200)
      throw new Error(`${type} was answered ${answer.status}: ${JSON.stringify(body)}`);
    return body.outcome;
  }

  async subscriptionRow(stripeSubscriptionId: string): Promise<Subscription> {
    const { reads } = this.server.database;
    return reads.findOneByOrFail(Subscription, { platformId: this.platform.id, stripeSubscriptionId });
  }

  async paymentRow(stripeChargeId: string): Promise<Payment> {
    const { reads } = this.server.database;
    return reads.findOneByOrFail(Payment, { platformId: this.platform.id, stripeChargeId });
  }

  /** What Stripe was told to do, and did: writes that were not repeats. */
  acts(): string[] {
    return this.stripe
      .writes(this.account.id)
      .filter(({ replayed }) => !replayed)
      .map(({ method, path }) => `${method} ${path}`);
  }
}

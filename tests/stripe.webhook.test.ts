import { Refund } from '../src/payments/Refund';
import { Payment } from '../src/payments/Payment';
import { StripeEvent } from '../src/integrations/stripe/StripeEvent';
import { Subscription } from '../src/subscriptions/Subscription';
import { Shop } from './harness/shop';
import { startServer, type TestServer } from './harness/startServer';
import { sign, StripeServer } from './harness/stripeServer';

const now = Math.floor(Date.now() / 1000);

describe('the webhook for events of Stripe', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let shop: Shop;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    shop = await Shop.open(server, stripe);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  const post = (body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${server.address}/webhooks/stripe`, { method: 'POST', headers, body });
  const json = { 'content-type': 'application/json' };
  const paused = { pause_collection: { behavior: 'void' } };
  const eventRows = (eventId: string): Promise<number> =>
    server.database.reads.countBy(StripeEvent, { eventId });

  describe('takes only what Stripe has signed', () => {
    const payload = JSON.stringify({ id: 'evt_1', object: 'event' });
    it.each([
      ['no signature', payload, {}],
      ['a signature of other bytes', payload, { 'stripe-signature': sign(`${payload} `) }],
      ['a signature with another secret', payload, { 'stripe-signature': sign(payload, 'whsec_other') }],
      [
        'a signature of ten minutes ago',
        payload,
        { 'stripe-signature': sign(payload, undefined, now - 600) },
      ],
      ['no signature at all in the header', payload, { 'stripe-signature': 'nonsense' }],
      ['what is signed and no event', payload, { 'stripe-signature': sign(payload) }],
      ['what is signed and no JSON', 'not json', { 'stripe-signature': sign('not json') }],
      ['an empty body', '', { 'stripe-signature': sign('') }],
    ])('%s gets a 400', async (_name, body, headers) => {
      const answer = await post(body, { ...json, ...headers });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });

    it('answers 413 to what is larger than any event, 405 to a GET, and 503 where no secret is set', async () => {
      const large = JSON.stringify({ id: 'x'.repeat(1_100_000) });
      expect((await post(large, { ...json, 'stripe-signature': sign(large) })).status).toBe(413);
      expect((await fetch(`${server.address}/webhooks/stripe`)).status).toBe(405);
      const bare = await startServer({ ...stripe.settings, STRIPE_WEBHOOK_SECRET: '' });
      const answer = await stripe.deliver(bare.address, stripe.event(shop.account.id, 'charge.failed', {}));
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain('STRIPE_WEBHOOK_SECRET');
      await bare.close();
    });

    it('takes an event that is larger than any request to the API may be', async () => {
      const padding = 'x'.repeat(400_000);
      expect(await shop.tell('price.updated', { id: 'price_1', padding })).toBe('ignored');
    });
  });

  describe('of a subscription', () => {
    it('makes one for the member with the e-mail address and the plan with the price', async () => {
      const plan = await shop.plan(1500);
      const memberId = await shop.member('Lin@Example.com');
      const customer = shop.customer('lin@example.COM').id;
      const object = shop.account.objects.addSubscription(plan.price, { customer, status: 'trialing' });
      expect(await shop.tell('customer.subscription.created', object)).toBe('handled');
      expect(await shop.subscriptionRow(object.id)).toMatchObject({
        memberId,
        planId: plan.id,
        status: 'TRIALING',
        amount: 1500,
        currency: 'USD',
        interval: 'MONTH',
        stripeCustomerId: customer,
        version: 1,
      });
    });

    it.each([
      ['customer.subscription.updated', { status: 'past_due' }, { status: 'PAST_DUE' }],
      ['customer.subscription.updated', { status: 'unpaid' }, { status: 'INCOMPLETE' }],
      ['customer.subscription.updated', paused, { status: 'PAUSED', pausedAt: expect.any(Date) as Date }],
      ['customer.subscription.paused', { status: 'paused' }, { status: 'PAUSED' }],
      ['customer.subscription.resumed', { status: 'active' }, { status: 'ACTIVE', pausedAt: null }],
      [
        'customer.subscription.deleted',
        { status: 'canceled', ended_at: now, canceled_at: now },
        { status: 'CANCELED', endedAt: new Date(now * 1000) },
      ],
      ['customer.subscription.updated', { cancel_at_period_end: true }, { cancelAtPeriodEnd: true }],
    ])('%s shows %j', async (type, change, shown) => {
      const { object } = await shop.subscription();
      expect(await shop.tell(type, Object.assign(object, change))).toBe('handled');
      expect(await shop.subscriptionRow(object.id)).toMatchObject(shown);
    });

    it('moves it to the plan whose price it has now', async () => {
      const { object } = await shop.subscription();
      const plan = await shop.plan(4200);
      const { data } = object.items as { data: { price: unknown }[] };
      data[0]!.price = plan.price;
      await shop.tell('customer.subscription.updated', object);
      expect(await shop.subscriptionRow(object.id)).toMatchObject({ planId: plan.id, amount: 4200 });
    });

    it('is handled once, however often it comes', async () => {
      const { object, version } = await shop.subscription();
      Object.assign(object, { status: 'past_due' });
      const id = `evt_again_${object.id}`;
      expect(await shop.tell('customer.subscription.updated', object, { id })).toBe('handled');
      Object.assign(object, { status: 'active' });
      expect(await shop.tell('customer.subscription.updated', object, { id })).toBe('duplicate');
      expect(await shop.subscriptionRow(object.id)).toMatchObject({
        status: 'PAST_DUE',
        version: version + 1,
      });
    });

    it('is handled once when it comes twenty times at once', async () => {
      const plan = await shop.plan();
      await shop.member('rush@example.com');
      const object = shop.account.objects.addSubscription(plan.price, {
        customer: shop.customer('rush@example.com').id,
      });
      const id = `evt_rush_${object.id}`;
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => shop.tell('customer.subscription.created', object, { id })),
      );
      expect(outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(1);
      expect(await eventRows(id)).toBe(1);
      const rows = await server.database.reads.findBy(Subscription, { platformId: shop.platform.id });
      expect(rows).toHaveLength(1);
    });

    it('makes one row when different events tell of a new one at once', async () => {
      const plan = await shop.plan();
      await shop.member('both@example.com');
      const object = shop.account.objects.addSubscription(plan.price, {
        customer: shop.customer('both@example.com').id,
      });
      await Promise.all(
        ['created', 'updated', 'updated', 'updated'].map((what) =>
          shop.tell(`customer.subscription.${what}`, object, { created: now }),
        ),
      );
      const rows = await server.database.reads.findBy(Subscription, { platformId: shop.platform.id });
      expect(rows).toHaveLength(1);
    });

    it('changes nothing when it is older than what is shown', async () => {
      const { object } = await shop.subscription();
      const older = structuredClone(Object.assign(object, { status: 'past_due' }));
      await shop.tell('customer.subscription.updated', Object.assign(object, { status: 'active' }, paused), {
        created: now + 10,
      });
      expect(await shop.tell('customer.subscription.updated', older, { created: now + 5 })).toBe('ignored');
      expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'PAUSED' });
    });

    it('asks Stripe which of two of the same second came last', async () => {
      const { object } = await shop.subscription();
      const first = structuredClone(Object.assign(object, { status: 'past_due' }));
      Object.assign(object, { status: 'active', cancel_at_period_end: true });
      await shop.tell('customer.subscription.updated', object, { created: now + 10 });
      await shop.tell('customer.subscription.updated', first, { created: now + 10 });
      expect(await shop.subscriptionRow(object.id)).toMatchObject({
        status: 'ACTIVE',
        cancelAtPeriodEnd: true,
      });
    });

    it('never brings back what is over', async () => {
      const { object } = await shop.subscription();
      const running = structuredClone(object);
      await shop.tell('customer.subscription.deleted', Object.assign(object, { status: 'canceled' }), {
        created: now + 1,
      });
      expect(await shop.tell('customer.subscription.updated', running, { created: now + 2 })).toBe('ignored');
      expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'CANCELED' });
    });

    it('comes to the last state in whatever order all of them arrive, at once', async () => {
      const { object } = await shop.subscription();
      const told = Array.from({ length: 8 }, (_, index) => ({
        state: structuredClone(
          Object.assign(object, {
            status: index % 2 ? 'active' : 'past_due',
            cancel_at_period_end: index === 7,
          }),
        ),
        created: now + index,
      }));
      await Promise.all(
        told
          .reverse()
          .map(({ state, created }) => shop.tell('customer.subscription.updated', state, { created })),
      );
      expect(await shop.subscriptionRow(object.id)).toMatchObject({
        status: 'ACTIVE',
        cancelAtPeriodEnd: true,
        stripeUpdatedAt: new Date((now + 7) * 1000),
      });
    });

    it('is kept as handled, and told in the log, when nobody and nothing here fits it', async () => {
      const plan = await shop.plan();
      const stranger = shop.account.objects.addSubscription(plan.price, {
        customer: shop.customer('nobody@example.com').id,
      });
      const unpriced = shop.account.objects.addSubscription(shop.account.objects.addPrice());
      for (const object of [stranger, unpriced]) {
        const id = `evt_stray_${object.id}`;
        expect(await shop.tell('customer.subscription.created', object, { id })).toBe('ignored');
        expect(await eventRows(id)).toBe(1);
        expect(server.logLines.some((line) => line.includes(id) && line.includes('"note"'))).toBe(true);
      }
    });

    it('waits until Stripe can be asked who the customer is', async () => {
      const plan = await shop.plan();
      await shop.member('later@example.com');
      const object = shop.account.objects.addSubscription(plan.price, {
        customer: shop.customer('later@example.com').id,
      });
      const event = stripe.event(shop.account.id, 'customer.subscription.created', object);
      stripe.fail({ how: 500 });
      expect((await stripe.deliver(server.address, event)).status).toBe(503);
      expect(await eventRows(event.id)).toBe(0);
      expect((await stripe.deliver(server.address, event)).status).toBe(200);
      expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'ACTIVE' });
    });
  });

  describe('of a payment', () => {
    it('makes one, and its invoice says what it was for, in either order', async () => {
      const { object: subscription, id: subscriptionId } = await shop.subscription();
      for (const invoiceFirst of [true, false]) {
        const { objects } = shop.account;
        const intent = objects.add('payment_intent').id;
        const charge = objects.addCharge(1000, { payment_intent: intent, customer: subscription.customer });
        const invoice = objects.add('invoice', {
          amount_paid: 1000,
          amount_due: 1000,
          currency: 'usd',
          customer: subscription.customer,
          customer_email: null,
          description: 'May',
          status_transitions: { paid_at: now },
          parent: { subscription_details: { subscription: subscription.id } },
        });
        objects.add('invoice_payment', {
          invoice: invoice.id,
          status: 'paid',
          payment: { type: 'payment_intent', payment_intent: intent },
        });
        const tell = [() => shop.tell('charge.succeeded', charge), () => shop.tell('invoice.paid', invoice)];
        for (const each of invoiceFirst ? tell.reverse() : tell) expect(await each()).toBe('handled');
        expect(await shop.paymentRow(charge.id)).toMatchObject({
          subscriptionId,
          status: 'SUCCEEDED',
          amount: 1000,
          currency: 'USD',
          description: 'May',
          stripeInvoiceId: invoice.id,
          stripePaymentIntentId: intent,
        });
      }
      expect(await server.database.reads.countBy(Payment, { platformId: shop.platform.id })).toBe(2);
    });

    it('follows a payment that fails and then succeeds, in either order', async () => {
      for (const inOrder of [true, false]) {
        const { objects } = shop.account;
        await shop.member(`tries-${inOrder}@example.com`);
        const customer = shop.customer(`tries-${inOrder}@example.com`).id;
        const intent = objects.add('payment_intent').id;
        const failed = objects.addCharge(900, {
          payment_intent: intent,
          customer,
          status: 'failed',
          failure_message: 'Your card was declined.',
        });
        const paid = objects.addCharge(900, { payment_intent: intent, customer });
        const tell = [
          () => shop.tell('charge.failed', failed, { created: now }),
          () => shop.tell('charge.succeeded', paid, { created: now + 60 }),
        ];
        for (const each of inOrder ? tell : tell.reverse()) await each();
        expect(await shop.paymentRow(paid.id)).toMatchObject({ status: 'SUCCEEDED', failureMessage: null });
      }
      expect(await server.database.reads.countBy(Payment, { platformId: shop.platform.id })).toBe(2);
    });

    it('that failed says why', async () => {
      await shop.member('declined@example.com');
      const charge = shop.account.objects.addCharge(900, {
        status: 'failed',
        failure_message: 'Your card was declined.',
        billing_details: { email: 'declined@example.com' },
      });
      await shop.tell('charge.failed', charge);
      expect(await shop.paymentRow(charge.id)).toMatchObject({
        status: 'FAILED',
        failureMessage: 'Your card was declined.',
        paidAt: null,
      });
    });

    it('that was refunded at Stripe shows it, in either order, and a refund that fails gives it back', async () => {
      for (const refundFirst of [true, false]) {
        const { object: charge, id } = await shop.payment(1000);
        const refund = shop.account.objects.handle('POST', ['refunds'], { charge: charge.id, amount: '300' });
        const told = refund as Parameters<Shop['tell']>[1];
        const tell = [() => shop.tell('charge.refunded', charge), () => shop.tell('refund.created', told)];
        for (const each of refundFirst ? tell.reverse() : tell) expect(await each()).toBe('handled');
        expect(await shop.paymentRow(charge.id)).toMatchObject({ refundedAmount: 300 });

        await shop.tell('refund.failed', { ...told, status: 'failed' });
        await shop.tell('refund.updated', { ...told, status: 'succeeded' });
        expect(await shop.paymentRow(charge.id)).toMatchObject({ refundedAmount: 0 });
        const refunds = await server.database.reads.findBy(Refund, { paymentId: id });
        expect(refunds).toMatchObject([{ amount: 300, status: 'FAILED' }]);
      }
    });
  });

  it('of a refund that failed is not undone by what the charge said before', async () => {
    const { object: charge } = await shop.payment(1000);
    const refund = shop.account.objects.handle('POST', ['refunds'], { charge: charge.id, amount: '300' });
    const told = refund as Parameters<Shop['tell']>[1];
    const late = structuredClone(charge);
    await shop.tell('refund.created', told, { created: now - 30 });
    await shop.tell('refund.failed', { ...told, status: 'failed' }, { created: now - 10 });
    expect(await shop.tell('charge.refunded', late, { created: now - 30 })).toBe('ignored');
    expect(await shop.paymentRow(charge.id)).toMatchObject({ refundedAmount: 0 });
  });

  it('switches a coupon off that was deleted at Stripe', async () => {
    const { createCoupon } = await shop.key.data<{ createCoupon: { id: string } }>(
      'mutation { createCoupon(input: { code: "MAY", percentOff: 10, duration: ONCE }) { id } }',
    );
    const [coupon] = shop.account.objects.all('coupon');
    expect(await shop.tell('coupon.deleted', coupon!)).toBe('handled');
    const { coupons } = await shop.key.data<{ coupons: { nodes: unknown[] } }>(
      '{ coupons { nodes { id active } } }',
    );
    expect(coupons.nodes).toEqual([{ id: createCoupon.id, active: false }]);
  });

  it('disconnects an account whose owner has withdrawn, and takes nothing of it any more', async () => {
    const { object } = await shop.subscription();
    expect(await shop.tell('account.application.deauthorized', { id: 'ca_1', object: 'application' })).toBe(
      'handled',
    );
    const admin = await shop.platform.admin();
    const { stripeConnection, auditLog } = await admin.data<{
      stripeConnection: unknown;
      auditLog: { nodes: unknown[] };
    }>(
      '{ stripeConnection { accountId } auditLog(first: 1, filter: { action: STRIPE_DISCONNECTED }) { nodes { admin { id } target { name } } } }',
    );
    expect(stripeConnection).toBeNull();
    expect(auditLog.nodes).toEqual([{ admin: null, target: { name: shop.account.id } }]);
    Object.assign(object, { status: 'past_due' });
    expect(await shop.tell('customer.subscription.updated', object)).toBe('ignored');
    expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'ACTIVE' });
  });

  it('keeps an account connected that was connected after its owner had withdrawn', async () => {
    const withdrawn = { id: 'ca_1', object: 'application' };
    await shop.tell('account.application.deauthorized', withdrawn, { created: now - 60 });
    const { id } = shop.account;
    expect(await server.services.stripeAccounts.platformOf(id)).toBe(shop.platform.id);
  });

  it('touches only the platform whose account the event is of', async () => {
    const other = await Shop.open(server, stripe);
    const { object } = await shop.subscription();
    await other.tell('customer.subscription.deleted', { ...object, status: 'canceled' });
    expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'ACTIVE' });
  });

  it.each([
    ['of a type that nothing follows', 'customer.tax_id.created', {}],
    ['of the other mode', 'customer.subscription.deleted', { livemode: true }],
    ['of a type that is a name in every object', 'constructor', {}],
  ])('acknowledges an event %s', async (_name, type, options) => {
    const { object } = await shop.subscription();
    expect(await shop.tell(type, { ...object, status: 'canceled' }, options)).toBe('ignored');
    expect(await shop.subscriptionRow(object.id)).toMatchObject({ status: 'ACTIVE' });
  });
});

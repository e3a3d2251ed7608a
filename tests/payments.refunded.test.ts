import { GuardrailCounter } from '../src/guardrails/GuardrailCounter';
import { Refund } from '../src/payments/Refund';
import { type Answer, type Client } from './harness/Client';
import { Shop, type ShopPayment } from './harness/shop';
import { startServer, type TestServer } from './harness/startServer';
import { type StripeFailure, StripeServer } from './harness/stripeServer';

interface Refunded {
  refundPayment: {
    id: string;
    paymentVersion: number;
    refund: {
      id: string;
      amount: { amount: number; currency: string };
      status: string;
      reason: string | null;
    };
    payment: { refundedAmount: { amount: number } };
  };
}

const refund = (client: Client, input: Record<string, unknown>): Promise<Answer<Refunded>> =>
  client.query(
    `mutation ($input: RefundPaymentInput!) {
      refundPayment(input: $input) {
        id paymentVersion
        refund { id amount { amount currency } status reason }
        payment { refundedAmount { amount } }
      }
    }`,
    { input },
  );

describe('a payment', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let shop: Shop;
  let paid: ShopPayment;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    shop = await Shop.open(server, stripe);
    paid = await shop.payment(1000);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  const seen = (version = paid.version): Record<string, unknown> => ({ paymentId: paid.id, version });
  const refundsHere = (): Promise<Refund[]> =>
    server.database.reads.findBy(Refund, { platformId: shop.platform.id, paymentId: paid.id });
  const refundsThere = (): number => shop.account.objects.all('refund').length;
  const row = (): ReturnType<Shop['paymentRow']> => shop.paymentRow(paid.object.id);
  const counted = async (): Promise<number> => {
    const counter = await server.database.reads.findOneBy(GuardrailCounter, {
      platformId: shop.platform.id,
      tool: 'refundPayment',
    });
    return counter?.used ?? 0;
  };

  it('is refunded in part, and then the rest', async () => {
    const first = await refund(shop.key, { ...seen(), amount: 300, reason: 'Sorry' });
    expect(first.data.refundPayment).toMatchObject({
      paymentVersion: 2,
      refund: { amount: { amount: 300, currency: 'USD' }, status: 'SUCCEEDED', reason: 'Sorry' },
      payment: { refundedAmount: { amount: 300 } },
    });
    expect(stripe.writes(shop.account.id).at(-1)).toMatchObject({
      path: '/v1/refunds',
      form: { charge: paid.object.id, amount: '300', metadata: { reason: 'Sorry' } },
    });
    const rest = await refund(shop.key, seen(2));
    expect(rest.data.refundPayment).toMatchObject({
      refund: { amount: { amount: 700 }, reason: null },
      payment: { refundedAmount: { amount: 1000 } },
    });
    expect(await counted()).toBe(2);
    const more = await refund(shop.key, seen(3));
    expect(more.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'refundedAmount' } }]);
    expect(await counted()).toBe(2);
  });

  it.each([0, -1, 1001])('is not refunded %d of its 1000', async (amount) => {
    const { errors } = await refund(shop.key, { ...seen(), amount });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.amount', allowed: '1 to 1000' } },
    ]);
    expect(refundsThere()).toBe(0);
  });

  it('is refunded by a key that may only refund', async () => {
    const refunder = await shop.platform.apiKey({ scopes: ['REFUNDS_ISSUE'] });
    const { data } = await refunder.query<{ refundPayment: { id: string; paymentVersion: number } }>(
      'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id paymentVersion } }',
      { input: seen() },
    );
    expect(data.refundPayment.paymentVersion).toBe(2);
    expect((await refund(refunder, seen(2))).status).toBe(403);
  });

  it.each<[string, StripeFailure, string]>([
    [
      'declines (402)',
      { how: 402, error: { type: 'card_error', code: 'expired_card', message: 'The card has expired.' } },
      'Stripe: The card has expired.',
    ],
    [
      'refuses (400)',
      { how: 400, error: { type: 'invalid_request_error', message: 'Insufficient funds.' } },
      'Stripe: Insufficient funds.',
    ],
    ['is overrun (429)', { how: 429 }, 'Stripe: Something went wrong (429).'],
    ['breaks (500)', { how: 500 }, 'Stripe: Something went wrong (500).'],
    ['hangs', { how: 'hang' }, 'Stripe: There was no answer within 0.7 s; whether it acted is not known.'],
  ])('stays as it is when Stripe %s, and counts nothing', async (_name, failure, message) => {
    const before = await row();
    stripe.fail(failure);
    const { errors } = await refund(shop.key, { ...seen(), amount: 400 });
    expect(errors).toMatchObject([{ message, extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(await row()).toEqual(before);
    expect(await refundsHere()).toEqual([]);
    expect(await counted()).toBe(0);

    expect((await refund(shop.key, { ...seen(), amount: 400 })).errors).toEqual([]);
    expect(refundsThere()).toBe(1);
    expect(await row()).toMatchObject({ refundedAmount: 400, version: 2 });
    expect(await counted()).toBe(1);
  });

  it('is refunded in another way once Stripe has refused one, and then once', async () => {
    stripe.fail({ how: 400, error: { type: 'invalid_request_error', message: 'Insufficient funds.' } });
    expect((await refund(shop.key, seen())).errors).toMatchObject([
      { message: 'Stripe: Insufficient funds.' },
    ]);
    const answers = await Promise.all([200, 300].map((amount) => refund(shop.key, { ...seen(), amount })));
    expect(answers.filter(({ errors }) => errors.length > 0)).toMatchObject([
      { errors: [{ extensions: { code: 'CONFLICT' } }] },
    ]);
    expect(refundsThere()).toBe(1);
    expect(await counted()).toBe(1);
  });

  it('is refunded in no other way while it is not known whether Stripe has acted', async () => {
    stripe.fail({ how: 'broken' });
    await refund(shop.key, { ...seen(), amount: 600 });
    expect((await refund(shop.key, { ...seen(), amount: 300 })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'version' } },
    ]);
    expect(refundsThere()).toBe(1);
  });

  it('is refunded once when the answer got lost and the caller tries again', async () => {
    stripe.fail({ how: 'lost' });
    expect((await refund(shop.key, { ...seen(), amount: 400 })).errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_FAILED' } },
    ]);
    expect(refundsThere()).toBe(1);
    expect(await refundsHere()).toEqual([]);

    const again = await refund(shop.key, { ...seen(), amount: 400 });
    expect(again.data.refundPayment).toMatchObject({
      paymentVersion: 2,
      refund: { amount: { amount: 400 } },
    });
    expect(refundsThere()).toBe(1);
    expect(await refundsHere()).toHaveLength(1);
    expect(await counted()).toBe(1);
  });

  it('is refunded once when the answer got lost and the event comes, and keeps the reason', async () => {
    stripe.fail({ how: 'lost' });
    await refund(shop.key, { ...seen(), amount: 400, reason: 'Twice charged' });
    const [object] = shop.account.objects.all('refund');
    await shop.tell('refund.created', object!);
    expect(await refundsHere()).toMatchObject([{ amount: 400, reason: 'Twice charged' }]);
    expect((await refund(shop.key, { ...seen(), amount: 400 })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'version' } },
    ]);
    expect(refundsThere()).toBe(1);
    expect(await counted()).toBe(1);
  });

  it('counts once when the event of its refund is faster than the answer', async () => {
    stripe.meanwhile(() => shop.tell('refund.created', shop.account.objects.all('refund')[0]!));
    expect((await refund(shop.key, { ...seen(), amount: 400 })).errors).toEqual([]);
    expect(await refundsHere()).toHaveLength(1);
    expect(await counted()).toBe(1);
    await shop.tell('refund.updated', shop.account.objects.all('refund')[0]!);
    expect(await counted()).toBe(1);
  });

  it('counts no refund that was made at Stripe by hand', async () => {
    const made = shop.account.objects.handle('POST', ['refunds'], { charge: paid.object.id, amount: '300' });
    await shop.tell('refund.created', made as Parameters<Shop['tell']>[1]);
    expect(await refundsHere()).toHaveLength(1);
    expect(await counted()).toBe(0);
  });

  it('is refunded once when Stripe says that it broke, and had acted', async () => {
    stripe.fail({ how: 'broken' });
    const broken = await refund(shop.key, { ...seen(), amount: 400 });
    expect(broken.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect((await refund(shop.key, { ...seen(), amount: 400 })).errors).toEqual([]);
    expect(refundsThere()).toBe(1);
    expect(await row()).toMatchObject({ refundedAmount: 400 });
  });

  it('keeps its version and sum when the events of its own refund come after it', async () => {
    await refund(shop.key, { ...seen(), amount: 400 });
    const [object] = shop.account.objects.all('refund');
    await shop.tell('refund.created', object!);
    await shop.tell('charge.refunded', paid.object);
    expect(await row()).toMatchObject({ refundedAmount: 400, version: 2 });
    expect(await refundsHere()).toHaveLength(1);
  });

  it('is refunded once by ten who ask for the same at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refund(shop.key, { ...seen(), amount: 600 })),
    );
    expect(refundsThere()).toBe(1);
    expect(await refundsHere()).toHaveLength(1);
    expect(await row()).toMatchObject({ refundedAmount: 600, version: 2 });
    expect(await counted()).toBe(1);
    const ids = answers.flatMap(({ errors, data }) => (errors.length === 0 ? [data.refundPayment.id] : []));
    expect(new Set(ids).size).toBe(1);
    for (const { errors } of answers)
      if (errors.length > 0) expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });

  it('is not refunded too much by two who ask for different parts at once', async () => {
    const answers = await Promise.all([600, 700].map((amount) => refund(shop.key, { ...seen(), amount })));
    const refused = answers.filter(({ errors }) => errors.length > 0);
    expect(refused).toMatchObject([{ errors: [{ extensions: { code: 'CONFLICT', field: 'version' } }] }]);
    expect(refundsThere()).toBe(1);
    expect(await counted()).toBe(1);
    expect((await row()).refundedAmount).toBe(paid.object.amount_refunded);
  });

  it('is not refunded beyond fifty a day', async () => {
    await server.database.transaction((manager) =>
      server.services.guardrails.consume(manager, shop.platform.adminPrincipal, 'refundPayment', {
        refunds: 50,
      }),
    );
    const { errors } = await refund(shop.key, seen());
    expect(errors).toMatchObject([{ extensions: { code: 'GUARDRAIL_EXCEEDED', limit: 50, used: 50 } }]);
    expect(refundsThere()).toBe(0);
    expect(await counted()).toBe(50);
  });

  it('is not refunded when it failed, when Stripe does not know it, or when it is not there', async () => {
    const failed = await shop.payment(500, { status: 'failed' });
    expect((await refund(shop.key, { paymentId: failed.id, version: 1 })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'status', current: 'FAILED' } },
    ]);
    await server.database.transaction((manager) =>
      manager.query('UPDATE payments SET stripeChargeId = NULL, stripePaymentIntentId = NULL WHERE id = ?', [
        paid.id,
      ]),
    );
    expect((await refund(shop.key, seen())).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'stripeChargeId' } },
    ]);
    const elsewhere = await Shop.open(server, stripe);
    expect((await refund(elsewhere.key, seen())).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(await counted()).toBe(0);
  });

  it('is NOT_CONFIGURED without an account, and counts nothing', async () => {
    await server.services.stripeAccounts.disconnect(shop.platform.adminPrincipal, shop.account.id);
    expect((await refund(shop.key, seen())).errors).toMatchObject([
      { extensions: { code: 'NOT_CONFIGURED' } },
    ]);
    expect(await counted()).toBe(0);
  });
});

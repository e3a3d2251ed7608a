import { type Answer, type Client } from './harness/Client';
import { Shop, type ShopSubscription } from './harness/shop';
import { startServer, type TestServer } from './harness/startServer';
import { type StripeFailure, StripeServer } from './harness/stripeServer';

interface Managed {
  id: string;
  version: number;
  subscription: Record<string, unknown>;
}
type Tool = 'cancelSubscription' | 'pauseSubscription' | 'resumeSubscription' | 'changeSubscriptionPlan';

/** Calls a tool and reads what it shows. */
function call(
  client: Client,
  tool: Tool,
  input: Record<string, unknown>,
): Promise<Answer<Record<Tool, Managed>>> {
  const type = `${tool[0]!.toUpperCase()}${tool.slice(1)}Input`;
  return client.query(
    `mutation ($input: ${type}!) {
      ${tool}(input: $input) {
        id version
        subscription { id status cancelAtPeriodEnd canceledAt endedAt pausedAt price { amount } plan { id } }
      }
    }`,
    { input },
  );
}

describe('a subscription', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let shop: Shop;
  let target: ShopSubscription;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    shop = await Shop.open(server, stripe);
    target = await shop.subscription();
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  const seen = (version = target.version): { id: string; version: number } => ({ id: target.id, version });
  const updates = (): string[] => shop.acts().filter((act) => act.endsWith(target.object.id));
  const row = (): ReturnType<Shop['subscriptionRow']> => shop.subscriptionRow(target.object.id);
  const conflict = (field: string): object[] => [{ extensions: { code: 'CONFLICT', field } }];

  it('ends with its period, which can be taken back', async () => {
    const canceled = await call(shop.key, 'cancelSubscription', seen());
    expect(canceled.data.cancelSubscription).toMatchObject({
      id: target.id,
      version: 2,
      subscription: { status: 'ACTIVE', cancelAtPeriodEnd: true, endedAt: null },
    });
    expect(target.object.cancel_at_period_end).toBe(true);
    expect(stripe.writes(shop.account.id).at(-1)).toMatchObject({
      path: `/v1/subscriptions/${target.object.id}`,
      form: { cancel_at_period_end: 'true' },
      idempotencyKey: expect.stringContaining(target.id) as string,
    });
    expect((await call(shop.key, 'cancelSubscription', seen(2))).errors).toMatchObject(
      conflict('cancelAtPeriodEnd'),
    );

    const resumed = await call(shop.key, 'resumeSubscription', seen(2));
    expect(resumed.data.resumeSubscription.subscription).toMatchObject({
      cancelAtPeriodEnd: false,
      canceledAt: null,
    });
    expect(target.object.cancel_at_period_end).toBe(false);
    expect((await call(shop.key, 'resumeSubscription', seen(3))).errors).toMatchObject(conflict('status'));
  });

  it('ends at once, for good', async () => {
    const { data } = await call(shop.key, 'cancelSubscription', { ...seen(), when: 'NOW' });
    expect(data.cancelSubscription.subscription).toMatchObject({
      status: 'CANCELED',
      endedAt: expect.any(String) as string,
    });
    expect(target.object.status).toBe('canceled');
    for (const tool of ['cancelSubscription', 'pauseSubscription', 'resumeSubscription'] as const)
      expect((await call(shop.key, tool, seen(2))).errors).toMatchObject(conflict('status'));
  });

  it('is paused and resumed', async () => {
    const { data } = await call(shop.key, 'pauseSubscription', seen());
    expect(data.pauseSubscription.subscription).toMatchObject({
      status: 'PAUSED',
      pausedAt: expect.any(String) as string,
    });
    expect(target.object.pause_collection).toEqual({ behavior: 'void' });
    expect((await call(shop.key, 'pauseSubscription', seen(2))).errors).toMatchObject(conflict('status'));

    const resumed = await call(shop.key, 'resumeSubscription', seen(2));
    expect(resumed.data.resumeSubscription.subscription).toMatchObject({ status: 'ACTIVE', pausedAt: null });
    expect(target.object.pause_collection).toBeNull();
  });

  it('is resumed when Stripe has paused it itself', async () => {
    await shop.tell('customer.subscription.paused', Object.assign(target.object, { status: 'paused' }));
    const { data } = await call(shop.key, 'resumeSubscription', seen(2));
    expect(data.resumeSubscription.subscription).toMatchObject({ status: 'ACTIVE' });
  });

  it('moves to another plan at its price', async () => {
    const plan = await shop.plan(2500);
    const { data } = await call(shop.key, 'changeSubscriptionPlan', { ...seen(), planId: plan.id });
    expect(data.changeSubscriptionPlan).toMatchObject({
      version: 2,
      subscription: { plan: { id: plan.id }, price: { amount: 2500 } },
    });
    expect(stripe.writes(shop.account.id).at(-1)?.form).toMatchObject({
      items: [{ price: plan.price.id, id: expect.stringMatching(/^si_/) as string }],
      proration_behavior: 'create_prorations',
    });
    const again = await call(shop.key, 'changeSubscriptionPlan', { ...seen(2), planId: plan.id });
    expect(again.errors).toMatchObject(conflict('input.planId'));
  });

  it('does not move to a plan that is archived, free or not there', async () => {
    const [archived, free] = [
      await shop.plan(2500),
      await shop.key.data<{ createPlan: { id: string } }>(
        'mutation { createPlan(input: { name: "F", price: { amount: 0, currency: "USD" }, interval: MONTH }) { id } }',
      ),
    ];
    await shop.key.data('mutation ($id: ID!) { archivePlan(input: { id: $id, version: 1 }) { id } }', {
      id: archived.id,
    });
    const before = updates();
    for (const planId of [archived.id, free.createPlan.id]) {
      const { errors } = await call(shop.key, 'changeSubscriptionPlan', { ...seen(), planId });
      expect(errors).toMatchObject(conflict('input.planId'));
    }
    const { errors } = await call(shop.key, 'changeSubscriptionPlan', { ...seen(), planId: target.id });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(updates()).toEqual(before);
  });

  it('is changed by a key that may only manage, which gets the version and nothing to read', async () => {
    const manager = await shop.platform.apiKey({ scopes: ['SUBSCRIPTIONS_MANAGE'] });
    const { data } = await manager.query(
      'mutation ($input: PauseSubscriptionInput!) { pauseSubscription(input: $input) { id version } }',
      { input: seen() },
    );
    expect(data).toEqual({ pauseSubscription: { id: target.id, version: 2 } });
    expect((await call(manager, 'pauseSubscription', seen(2))).status).toBe(403);
  });

  describe.each<[string, StripeFailure, string]>([
    [
      'declines (402)',
      { how: 402, error: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' } },
      'Stripe: Your card was declined.',
    ],
    [
      'refuses (400)',
      { how: 400, error: { type: 'invalid_request_error', message: 'This can not be.' } },
      'Stripe: This can not be.',
    ],
    [
      'is overrun (429)',
      {
        how: 429,
        error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' },
      },
      'Stripe: Too many requests.',
    ],
    ['breaks (500)', { how: 500 }, 'Stripe: Something went wrong (500).'],
    ['hangs', { how: 'hang' }, 'Stripe: There was no answer within 0.7 s; whether it acted is not known.'],
  ])('when Stripe %s', (_name, failure, message) => {
    it.each<[Tool, Record<string, unknown>]>([
      ['cancelSubscription', {}],
      ['cancelSubscription', { when: 'NOW' }],
      ['pauseSubscription', {}],
    ])('stays as it is: %s %j, and then it succeeds with the same version', async (tool, input) => {
      const before = await row();
      stripe.fail(failure);
      const { errors, status } = await call(shop.key, tool, { ...seen(), ...input });
      expect(status).toBe(200);
      expect(errors).toMatchObject([
        { message, path: [tool], extensions: { code: 'UPSTREAM_FAILED', service: 'Stripe' } },
      ]);
      expect(await row()).toEqual(before);
      expect((await call(shop.key, tool, { ...seen(), ...input })).errors).toEqual([]);
      expect(await row()).toMatchObject({ version: 2 });
    });
  });

  it('is changed in another way once Stripe has refused one', async () => {
    const plan = await shop.plan(2500);
    stripe.fail({
      how: 402,
      error: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' },
      // Reads the item that it is to change.
      after: 1,
    });
    const moved = await call(shop.key, 'changeSubscriptionPlan', { ...seen(), planId: plan.id });
    expect(moved.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect((await call(shop.key, 'cancelSubscription', seen())).errors).toEqual([]);
    expect(await row()).toMatchObject({ cancelAtPeriodEnd: true, version: 2 });
  });

  it("tells Stripe's message without the key that it quotes", async () => {
    const { STRIPE_SECRET_KEY: secret } = stripe.settings;
    const message = `The provided key '${secret}' does not have access to the account.`;
    stripe.fail({ how: 403, error: { type: 'invalid_request_error', message } });
    const answer = await call(shop.key, 'pauseSubscription', seen());
    expect(answer.errors).toMatchObject([
      { message: "Stripe: The provided key '…' does not have access to the account." },
    ]);
    expect(answer.text + server.logLines.join()).not.toContain(secret);
  });

  it('is changed although the connection broke once', async () => {
    stripe.fail({ how: 'disconnect' });
    expect((await call(shop.key, 'pauseSubscription', seen())).errors).toEqual([]);
    expect(updates()).toHaveLength(2);
    expect(
      new Set(
        stripe
          .writes(shop.account.id)
          .slice(-2)
          .map((write) => write.idempotencyKey),
      ).size,
    ).toBe(1);
  });

  it.each<[Tool, Record<string, unknown>, number]>([
    ['cancelSubscription', {}, 1],
    ['cancelSubscription', { when: 'NOW' }, 2],
    ['pauseSubscription', {}, 1],
  ])('is changed once when the answer got lost: %s %j', async (tool, input, acts) => {
    stripe.fail({ how: 'lost' });
    const lost = await call(shop.key, tool, { ...seen(), ...input });
    expect(lost.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(await row()).toMatchObject({ version: 1 });

    const again = await call(shop.key, tool, { ...seen(), ...input });
    expect(again.errors).toEqual([]);
    expect(again.data[tool].version).toBe(2);
    // Stripe repeats a POST by its key; a DELETE it says it has done.
    expect(updates()).toHaveLength(acts);
    expect((await call(shop.key, tool, { ...seen(), ...input })).errors).toMatchObject(conflict('version'));
    expect(updates()).toHaveLength(acts);
  });

  it('shows the latest state when Stripe only repeats an answer that got lost', async () => {
    stripe.fail({ how: 'lost' });
    await call(shop.key, 'pauseSubscription', seen());
    Object.assign(target.object, { cancel_at_period_end: true });
    const { data } = await call(shop.key, 'pauseSubscription', seen());
    expect(data.pauseSubscription.subscription).toMatchObject({ status: 'PAUSED', cancelAtPeriodEnd: true });
  });

  it('is repaired by the event when the answer got lost', async () => {
    stripe.fail({ how: 'lost' });
    await call(shop.key, 'pauseSubscription', seen());
    await shop.tell('customer.subscription.updated', target.object);
    expect(await row()).toMatchObject({ status: 'PAUSED', version: 2 });
  });

  it('keeps its version when the event of its own change comes after it', async () => {
    await call(shop.key, 'pauseSubscription', seen());
    await shop.tell('customer.subscription.updated', target.object);
    expect(await row()).toMatchObject({ status: 'PAUSED', version: 2 });
  });

  it('is changed once by ten who see the same version at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(shop.key, 'pauseSubscription', seen())),
    );
    const codes = new Set(answers.flatMap(({ errors }) => errors.map((error) => error.extensions.code)));
    expect([...codes].filter((code) => code !== 'CONFLICT')).toEqual([]);
    expect(answers.some(({ errors }) => errors.length === 0)).toBe(true);
    expect(updates()).toHaveLength(1);
    expect(await row()).toMatchObject({ status: 'PAUSED', version: 2 });
  });

  it('is not changed in two ways by two who see the same version at once', async () => {
    const answers = await Promise.all([
      call(shop.key, 'pauseSubscription', seen()),
      call(shop.key, 'cancelSubscription', seen()),
    ]);
    expect(answers.filter(({ errors }) => errors.length > 0)).toMatchObject([
      { errors: [{ extensions: { code: 'CONFLICT' } }] },
    ]);
  });

  it('can not be changed from an old version, or when nobody has it', async () => {
    const before = updates();
    expect((await call(shop.key, 'pauseSubscription', seen(7))).errors).toMatchObject(conflict('version'));
    const elsewhere = await Shop.open(server, stripe);
    expect((await call(elsewhere.key, 'pauseSubscription', seen())).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(updates()).toEqual(before);
  });

  it('is NOT_CONFIGURED without an account, and still read', async () => {
    await server.services.stripeAccounts.disconnect(shop.platform.adminPrincipal, shop.account.id);
    const { errors } = await call(shop.key, 'pauseSubscription', seen());
    expect(errors).toMatchObject([
      {
        message: 'Stripe is not set up: a connected account (connectStripe) is missing.',
        extensions: { code: 'NOT_CONFIGURED' },
      },
    ]);
    const { subscription } = await shop.key.data<{ subscription: unknown }>(
      'query ($id: ID!) { subscription(id: $id) { id status } }',
      { id: target.id },
    );
    expect(subscription).toEqual({ id: target.id, status: 'ACTIVE' });
  });

  it('that Stripe does not bill can not be changed here', async () => {
    const { id } = target;
    await server.database.transaction((manager) =>
      manager.query('UPDATE subscriptions SET stripeSubscriptionId = NULL WHERE id = ?', [id]),
    );
    const { errors } = await call(shop.key, 'cancelSubscription', seen());
    expect(errors).toMatchObject(conflict('stripeSubscriptionId'));
  });

  it('holds no transaction while Stripe takes its time', async () => {
    stripe.fail({ how: 'hang' });
    const slow = call(shop.key, 'pauseSubscription', seen());
    await shop.member();
    expect(stripe.requests.length).toBeGreaterThan(0);
    expect((await slow).errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
  });
});

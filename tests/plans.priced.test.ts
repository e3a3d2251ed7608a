import { Plan } from '../src/plans/Plan';
import { type Client } from './harness/Client';
import { type ConnectedPlatform, connectedPlatform } from './harness/connectedPlatform';
import { startServer, type TestServer } from './harness/startServer';
import { type StripeObject } from './harness/stripeObjects';
import { StripeServer } from './harness/stripeServer';

interface PlanAnswer {
  id: string;
  version: number;
  name: string;
  status: string;
  price: { amount: number; currency: string };
  interval: string;
  stripeProductId: string;
  stripePriceId: string | null;
}

const PLAN = 'id version name status price { amount currency } interval stripeProductId stripePriceId';
const CREATE = `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { plan { ${PLAN} } } }`;
const UPDATE = `mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { plan { ${PLAN} } } }`;
const ARCHIVE = `mutation ($input: ArchivePlanInput!) { archivePlan(input: $input) { plan { ${PLAN} } } }`;

const INPUT = {
  name: 'All access',
  description: 'Every course',
  price: { amount: 1900, currency: 'eur' },
  interval: 'MONTH',
  includesEverything: true,
};

describe('a plan that costs something', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let ours: ConnectedPlatform;
  let key: Client;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    ours = await connectedPlatform(server, stripe);
    ({ key } = ours);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  const create = async (input: object = {}): Promise<PlanAnswer> => {
    const data = await key.data<{ createPlan: { plan: PlanAnswer } }>(CREATE, {
      input: { ...INPUT, ...input },
    });
    return data.createPlan.plan;
  };
  const update = async ({ id, version }: PlanAnswer, input: object): Promise<PlanAnswer> => {
    const data = await key.data<{ updatePlan: { plan: PlanAnswer } }>(UPDATE, {
      input: { id, version, ...input },
    });
    return data.updatePlan.plan;
  };
  const read = async (id: string): Promise<PlanAnswer> => {
    const { plan } = await key.data<{ plan: PlanAnswer }>(`query ($id: ID!) { plan(id: $id) { ${PLAN} } }`, {
      id,
    });
    return plan;
  };
  const atStripe = (id: string | null): StripeObject => ours.account.objects.get(id ?? '');
  const writes = (): string[] =>
    stripe.writes(ours.account.id).map(({ path }) => path.replace(/(prod|price)_\w+/, '*'));

  it("gets a product and a price on the platform's own account", async () => {
    const plan = await create();
    expect(plan).toMatchObject({ price: { amount: 1900, currency: 'EUR' }, interval: 'MONTH', version: 1 });
    expect(atStripe(plan.stripeProductId)).toMatchObject({
      object: 'product',
      name: 'All access',
      description: 'Every course',
    });
    expect(atStripe(plan.stripePriceId)).toMatchObject({
      object: 'price',
      product: plan.stripeProductId,
      unit_amount: 1900,
      currency: 'eur',
      recurring: { interval: 'month' },
      active: true,
    });
  });

  it('is made once by a request that is sent again with its key, also at the same time', async () => {
    const input = { idempotencyKey: 'checkout page, spring' };
    const [first, ...again] = [await create(input), await create(input)];
    again.push(...(await Promise.all([create(input), create(input)])));
    for (const plan of again) expect(plan).toEqual(first);
    const together = await Promise.all(['a', 'a', 'a'].map((name) => create({ name, ...input })));
    expect(new Set(together.map(({ id }) => id)).size).toBe(1);
    expect(together[0]?.id).not.toBe(first?.id);
    expect(new Set(together.map(({ stripePriceId }) => stripePriceId)).size).toBe(1);
    const { plans } = await key.data<{ plans: { nodes: unknown[] } }>('{ plans { nodes { id } } }');
    expect(plans.nodes).toHaveLength(2);
    expect((await create({ idempotencyKey: 'another' })).id).not.toBe(first?.id);
  });

  it('gets a new price when it shall cost something else, and the old one is retired', async () => {
    const before = await create();
    const after = await update(before, { price: { amount: 2500, currency: 'USD' }, interval: 'YEAR' });
    expect(after).toMatchObject({ price: { amount: 2500, currency: 'USD' }, interval: 'YEAR', version: 2 });
    expect(after.stripeProductId).toBe(before.stripeProductId);
    expect(after.stripePriceId).not.toBe(before.stripePriceId);
    expect(atStripe(before.stripePriceId)).toMatchObject({ active: false, unit_amount: 1900 });
    expect(atStripe(after.stripePriceId)).toMatchObject({
      active: true,
      unit_amount: 2500,
      currency: 'usd',
      recurring: { interval: 'year' },
    });
  });

  it('keeps its price and tells Stripe its name when only that changes; the rest is nothing to Stripe', async () => {
    const before = await create();
    const renamed = await update(before, { name: 'Everything', description: '' });
    expect(renamed.stripePriceId).toBe(before.stripePriceId);
    expect(atStripe(renamed.stripeProductId)).toMatchObject({ name: 'Everything', description: '' });
    const count = writes().length;
    await update(renamed, { trialDays: 14, includesEverything: false });
    expect(writes()).toHaveLength(count);
  });

  it('has no price any more once it is free, and gets one anew on its product', async () => {
    const before = await create();
    const free = await update(before, { price: { amount: 0, currency: 'EUR' } });
    expect(free.stripePriceId).toBeNull();
    expect(atStripe(before.stripePriceId).active).toBe(false);
    const priced = await update(free, { price: { amount: 900, currency: 'EUR' } });
    expect(priced.stripeProductId).toBe(before.stripeProductId);
    expect(atStripe(priced.stripePriceId)).toMatchObject({ unit_amount: 900, active: true });
  });

  it('is taken off the shelf at Stripe when it is archived', async () => {
    const plan = await create();
    const { archivePlan } = await key.data<{ archivePlan: { plan: PlanAnswer } }>(ARCHIVE, {
      input: { id: plan.id, version: 1 },
    });
    expect(archivePlan.plan).toMatchObject({ status: 'ARCHIVED', version: 2 });
    expect(atStripe(plan.stripeProductId).active).toBe(false);
    expect(atStripe(plan.stripePriceId).active).toBe(false);
  });

  it('is archived and priced anew where the account has its product no more', async () => {
    const gone = await create();
    const other = await create();
    for (const { stripeProductId, stripePriceId } of [gone, other]) {
      for (const path of [
        ['products', stripeProductId],
        ['prices', stripePriceId ?? ''],
      ])
        ours.account.objects.handle('DELETE', path, {});
    }
    await key.data(ARCHIVE, { input: { id: gone.id, version: 1 } });
    expect((await read(gone.id)).status).toBe('ARCHIVED');
    const priced = await update(other, { price: { amount: 900, currency: 'EUR' } });
    expect(priced.stripeProductId).not.toBe(other.stripeProductId);
    expect(atStripe(priced.stripePriceId)).toMatchObject({ product: priced.stripeProductId, active: true });
  });

  it.each<[string, Parameters<StripeServer['fail']>, RegExp]>([
    ['fails', [{ how: 500 }], /Something went wrong/],
    ['refuses', [{ how: 402, error: { type: 'card_error', message: 'Not like this.' } }], /Not like this/],
    ['limits', [{ how: 429 }], /Something went wrong/],
    ['does not answer', [{ how: 'hang' }], /no answer within/],
    ['does not answer about the last step', [{ how: 'hang', after: 2 }], /no answer within/],
  ])(
    'stays as it was when Stripe %s, and the same edit succeeds afterwards',
    async (_how, failures, message) => {
      const before = await create();
      stripe.fail(...failures);
      const input = { id: before.id, version: 1, price: { amount: 2900, currency: 'EUR' } };
      const { errors } = await key.query(UPDATE, { input });
      expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
      expect(errors[0]?.message).toMatch(message);
      expect(await read(before.id)).toEqual(before);
      const after = await update(before, { price: input.price });
      expect(after.version).toBe(2);
      const active = ours.account.objects.all('price').filter((price) => price.active);
      expect(active.map((price) => price.id)).toEqual([after.stripePriceId]);
    },
  );

  it('is made once by Stripe when the answer got lost and the same is asked again', async () => {
    const before = await create();
    stripe.fail({ how: 'lost', after: 1 });
    const price = { amount: 2900, currency: 'EUR' };
    const first = await key.query(UPDATE, { input: { id: before.id, version: 1, price } });
    expect(first.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    const after = await update(before, { price });
    expect(ours.account.objects.all('price')).toHaveLength(2);
    expect(atStripe(after.stripePriceId).active).toBe(true);
  });

  it('can be repeated at another price after a failure', async () => {
    const before = await create();
    stripe.fail({ how: 'hang', after: 2 });
    await key.query(UPDATE, {
      input: { id: before.id, version: 1, price: { amount: 2900, currency: 'EUR' } },
    });
    const after = await update(before, { price: { amount: 3900, currency: 'EUR' } });
    expect(atStripe(after.stripePriceId)).toMatchObject({ unit_amount: 3900, active: true });
  });

  it('is not made when Stripe does not do it', async () => {
    stripe.fail({ how: 'hang', after: 1 });
    const { errors } = await key.query(CREATE, { input: INPUT });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(await key.data('{ plans { nodes { id } } }')).toEqual({ plans: { nodes: [] } });
  });

  it('asks nothing of Stripe for an edit of a stale version', async () => {
    const before = await create();
    await update(before, { trialDays: 7 });
    const count = writes().length;
    const price = { amount: 1, currency: 'EUR' };
    for (const answer of [
      await key.query(UPDATE, { input: { id: before.id, version: 1, price } }),
      await key.query(ARCHIVE, { input: { id: before.id, version: 1 } }),
    ]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'CONFLICT', given: 1, current: 2 } }]);
    }
    expect(writes()).toHaveLength(count);
  });

  it('goes to one of two that edit it at once, and Stripe ends as the row says', async () => {
    const before = await create();
    const edits = [2100, 2200].map((amount) =>
      key.query<{ updatePlan: { plan: PlanAnswer } }>(UPDATE, {
        input: { id: before.id, version: 1, name: `At ${amount}`, price: { amount, currency: 'EUR' } },
      }),
    );
    const answers = await Promise.all(edits);
    const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'done').sort();
    expect(codes).toEqual(['CONFLICT', 'done']);
    const plan = await read(before.id);
    expect(plan.version).toBe(2);
    const active = ours.account.objects.all('price').filter((price) => price.active);
    expect(active.map((price) => [price.id, price.unit_amount])).toEqual([
      [plan.stripePriceId, plan.price.amount],
    ]);
    expect(atStripe(plan.stripeProductId).name).toBe(plan.name);
  });

  it('holds no transaction open while Stripe is asked', async () => {
    stripe.fail({ how: 'hang' });
    const slow = key.query(CREATE, { input: INPUT });
    const free = { ...INPUT, price: { amount: 0, currency: 'EUR' } };
    const first = await Promise.race([
      slow.then(() => 'slow'),
      key.data(CREATE, { input: free }).then(() => 'free'),
    ]);
    expect(first).toBe('free');
    await slow;
  });

  it('takes a connected account: NOT_CONFIGURED without one, and reads and free plans still work', async () => {
    const other = await server.platform();
    const client = await other.apiKey({ grantAll: true });
    const priced = await client.query(CREATE, { input: INPUT });
    expect(priced.errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED' } }]);
    const free = { ...INPUT, price: { amount: 0, currency: 'EUR' } };
    const { createPlan } = await client.data<{ createPlan: { plan: PlanAnswer } }>(CREATE, { input: free });
    expect(createPlan.plan).toMatchObject({ stripeProductId: null, stripePriceId: null });
    const { id } = createPlan.plan;
    const repriced = await client.query(UPDATE, { input: { id, version: 1, price: INPUT.price } });
    expect(repriced.errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED' } }]);
    const { reads } = server.database;
    expect(await reads.findBy(Plan, { platformId: other.id })).toMatchObject([{ amount: 0, version: 1 }]);
  });
});

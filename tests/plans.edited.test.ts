import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { createCollection } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const CREATE = 'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id version } }';
const UPDATE = 'mutation ($input: UpdatePlanInput!) { updatePlan(input: $input) { id version } }';
const ARCHIVE = 'mutation ($input: ArchivePlanInput!) { archivePlan(input: $input) { id version } }';
const FREE = { name: 'Newsletter', price: { amount: 0, currency: 'EUR' }, interval: 'MONTH' };

describe('a plan without Stripe', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    key = await platform.apiKey({
      scopes: ['PLANS_READ', 'PLANS_WRITE', 'COLLECTIONS_READ', 'COLLECTIONS_WRITE'],
    });
  });
  afterAll(() => server.close());

  const create = async (input: object = {}): Promise<string> => {
    const { createPlan } = await key.data<{ createPlan: { id: string } }>(CREATE, {
      input: { ...FREE, ...input },
    });
    return createPlan.id;
  };
  const read = async (id: string): Promise<Record<string, unknown>> => {
    const { plan } = await key.data<{ plan: Record<string, unknown> }>(
      `query ($id: ID!) { plan(id: $id) {
        name description status price { amount currency } interval trialDays includesEverything
        stripeProductId stripePriceId archivedAt version collections { nodes { title } }
      } }`,
      { id },
    );
    return plan;
  };

  it('has what it was given, and what was not changed stays', async () => {
    const one = await createCollection(key, 'Bread');
    const two = await createCollection(key, 'Cakes');
    const id = await create({
      description: ' Weekly\nnotes ',
      trialDays: 3,
      collectionIds: [two.id, one.id],
    });
    const made = {
      name: 'Newsletter',
      description: 'Weekly\nnotes',
      status: 'ACTIVE',
      price: { amount: 0, currency: 'EUR' },
      interval: 'MONTH',
      trialDays: 3,
      includesEverything: false,
      stripeProductId: null,
      stripePriceId: null,
      archivedAt: null,
      version: 1,
      collections: { nodes: [{ title: 'Bread' }, { title: 'Cakes' }] },
    };
    expect(await read(id)).toEqual(made);
    await key.data(UPDATE, { input: { id, version: 1, name: 'Letters' } });
    expect(await read(id)).toEqual({ ...made, name: 'Letters', version: 2 });
    await key.data(UPDATE, { input: { id, version: 2, collectionIds: [two.id] } });
    expect(await read(id)).toMatchObject({ version: 3, collections: { nodes: [{ title: 'Cakes' }] } });
    await key.data(UPDATE, { input: { id, version: 3, includesEverything: true } });
    expect(await read(id)).toMatchObject({ includesEverything: true, collections: { nodes: [] } });
  });

  it('loses a collection that is deleted', async () => {
    const { id: collection } = await createCollection(key, 'Bread');
    const id = await create({ collectionIds: [collection] });
    await key.data('mutation ($id: ID!) { deleteCollection(id: $id) { id } }', { id: collection });
    expect(await read(id)).toMatchObject({ collections: { nodes: [] } });
    const [row] = await server.database.reads.query<{ n: number | string }[]>(
      'SELECT COUNT(*) AS n FROM plan_collections WHERE collectionId = ?',
      [collection],
    );
    expect(Number(row?.n)).toBe(0);
  });

  it('that Stripe does not know is renamed and archived without it, once, and can not be priced then', async () => {
    const { id } = await new CommerceRows(server.database, platform.id).plan({ amount: 900 });
    await key.data(UPDATE, { input: { id, version: 1, name: 'Old' } });
    await key.data(ARCHIVE, { input: { id, version: 2 } });
    const archived = await read(id);
    expect(archived).toMatchObject({ name: 'Old', status: 'ARCHIVED', version: 3 });
    expect(archived.archivedAt).not.toBeNull();
    const again = await key.query(ARCHIVE, { input: { id, version: 3 } });
    expect(again.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'status' } }]);
    const price = { amount: 0, currency: 'EUR' };
    const priced = await key.query(UPDATE, { input: { id, version: 3, price } });
    expect(priced.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'status' } }]);
    await key.data(UPDATE, { input: { id, version: 3, description: 'For those who have it' } });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an empty name', { name: ' ' }, 'input.name'],
    ['a name of 121 characters', { name: 'x'.repeat(121) }, 'input.name'],
    ['a description of 5,001 characters', { description: 'x'.repeat(5_001) }, 'input.description'],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, 'input.price.amount'],
    ['a price of a million', { price: { amount: 100_000_000, currency: 'EUR' } }, 'input.price.amount'],
    ['no currency', { price: { amount: 0, currency: 'XQZ' } }, 'input.price.currency'],
    ['a sign for a currency', { price: { amount: 0, currency: '€' } }, 'input.price.currency'],
    ['a trial of two years and a day', { trialDays: 731 }, 'input.trialDays'],
    [
      'collections beside everything',
      { includesEverything: true, collectionIds: ['01890000-0000-7000-8000-000000000000'] },
      'input.collectionIds',
    ],
    ['a collection twice', { collectionIds: ['a', 'a'] }, 'input.collectionIds.1'],
  ])('is refused: %s', async (_what, given, field) => {
    const created = await key.query(CREATE, { input: { ...FREE, ...given } });
    expect(created.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    const id = await create();
    const updated = await key.query(UPDATE, { input: { id, version: 1, ...given } });
    expect(updated.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(await read(id)).toMatchObject({ version: 1 });
  });

  it.each(['name', 'description', 'price', 'interval', 'trialDays', 'includesEverything', 'collectionIds'])(
    'can not have its %s cleared',
    async (field) => {
      const id = await create();
      const { errors } = await key.query(UPDATE, { input: { id, version: 1, [field]: null } });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: `input.${field}` } }]);
    },
  );

  it("is not found with another platform's collection or id, nor anything that is no id", async () => {
    const stranger = await (await server.platform()).apiKey({ grantAll: true });
    const theirs = await createCollection(stranger, 'Theirs');
    const collection = await key.query(CREATE, { input: { ...FREE, collectionIds: [theirs.id] } });
    expect(collection.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', id: theirs.id } }]);
    const id = await create();
    for (const answer of [
      await stranger.query(UPDATE, { input: { id, version: 1, name: 'Mine' } }),
      await stranger.query(ARCHIVE, { input: { id, version: 1 } }),
      await key.query(ARCHIVE, { input: { id: `${id} `, version: 1 } }),
    ]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    expect(await stranger.data('query ($id: ID!) { plan(id: $id) { id } }', { id })).toEqual({ plan: null });
  });

  it('gives a key that may only write its id and version, and nothing else', async () => {
    const writer = await platform.apiKey({ scopes: ['PLANS_WRITE'] });
    const { createPlan } = await writer.data<{ createPlan: object }>(CREATE, { input: FREE });
    expect(createPlan).toMatchObject({ version: 1 });
    const refused = await writer.query(CREATE.replace('id version', 'plan { id }'), { input: FREE });
    expect(refused).toMatchObject({
      status: 403,
      errors: [{ extensions: { missingScopes: ['PLANS_READ'] } }],
    });
  });
});

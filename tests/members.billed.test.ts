import { Subscription, type SubscriptionStatus } from '../src/subscriptions/Subscription';
import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { startServer, type TestServer } from './harness/startServer';

const REMOVE = 'mutation ($id: ID!) { removeMember(id: $id) { id } }';

describe('a member who pays', () => {
  let server: TestServer;
  let key: Client;
  let rows: CommerceRows;
  let memberId: string;
  let planId: string;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    const platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    rows = new CommerceRows(server.database, platform.id);
    planId = (await rows.plan()).id;
    const { addMember } = await key.data<{ addMember: { id: string } }>(
      'mutation { addMember(input: { email: "paying@example.com", name: "Pia Paying" }) { id } }',
    );
    memberId = addMember.id;
  });
  afterAll(() => server.close());

  it.each<SubscriptionStatus>(['TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'INCOMPLETE'])(
    'can not be removed while Stripe bills a subscription that is %s',
    async (status) => {
      await rows.subscription({ memberId, planId, status, stripeSubscriptionId: `sub_${status}` });
      const { errors } = await key.query(REMOVE, { id: memberId });
      expect(errors).toMatchObject([
        { message: expect.stringContaining('cancel it first') as string, extensions: { code: 'CONFLICT' } },
      ]);
      expect(await key.data('query ($id: ID!) { member(id: $id) { name } }', { id: memberId })).toEqual({
        member: { name: 'Pia Paying' },
      });
    },
  );

  it('can be removed once Stripe bills nothing any more; the money stays, and nobody is named', async () => {
    const ended = new Date('2026-05-01T00:00:00.000Z');
    const over = await rows.subscription({
      memberId,
      planId,
      status: 'CANCELED',
      endedAt: ended,
      stripeSubscriptionId: 'sub_over',
    });
    const running = await rows.subscription({ memberId, planId, status: 'ACTIVE' });
    const payment = await rows.payment({ memberId, planId, subscriptionId: over.id, amount: 4200 });
    await key.data(REMOVE, { id: memberId });
    const left = await key.data(`{
      subscriptions(sort: { field: CREATED_AT, direction: ASC }) {
        nodes { id status endedAt member { name } plan { name } }
      }
      payments { nodes { id amount { amount } member { name } subscription { id } } }
    }`);
    expect(left).toEqual({
      subscriptions: {
        nodes: [
          {
            id: over.id,
            status: 'CANCELED',
            endedAt: ended.toISOString(),
            member: null,
            plan: { name: 'Everything' },
          },
          {
            id: running.id,
            status: 'CANCELED',
            endedAt: expect.any(String) as string,
            member: null,
            plan: { name: 'Everything' },
          },
        ],
      },
      payments: {
        nodes: [{ id: payment.id, amount: { amount: 4200 }, member: null, subscription: { id: over.id } }],
      },
    });
    const row = await server.database.reads.findOneByOrFail(Subscription, { id: running.id });
    expect(row).toMatchObject({ version: 2, canceledAt: row.endedAt });
    const texts = await server.database.reads.query<unknown>('SELECT * FROM payments');
    expect(JSON.stringify(texts)).not.toMatch(/Pia|paying@/);
  });
});

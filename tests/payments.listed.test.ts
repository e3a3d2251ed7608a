import { type PaymentStatus } from '../src/payments/Payment';
import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { startServer, type TestServer } from './harness/startServer';

const day = (text: string): Date => new Date(`${text}T00:00:00.000Z`);

interface Listed {
  payments: {
    nodes: { stripeChargeId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const LIST = `query ($filter: PaymentFilter, $sort: PaymentSort, $first: Int, $after: String) {
  payments(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { stripeChargeId } pageInfo { hasNextPage endCursor }
  }
}`;

describe('the list of payments', () => {
  let server: TestServer;
  let key: Client;
  let rows: CommerceRows;
  let memberId: string;
  let planId: string;
  let subscriptionId: string;

  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    rows = new CommerceRows(server.database, platform.id);
    const { addMember } = await key.data<{ addMember: { id: string } }>(
      'mutation { addMember(input: { email: "ada@example.com", name: "Ada" }) { id } }',
    );
    memberId = addMember.id;
    planId = (await rows.plan({ name: 'Monthly' })).id;
    subscriptionId = (await rows.subscription({ memberId, planId })).id;
    const ours = { memberId, planId, subscriptionId };
    const given: [string, PaymentStatus, string, string | null, number, object][] = [
      ['a', 'SUCCEEDED', '2026-01-01', '2026-01-03', 1900, ours],
      ['b', 'FAILED', '2026-02-01', null, 1900, { ...ours, failureMessage: 'Your card was declined.' }],
      ['c', 'SUCCEEDED', '2026-02-02', '2026-02-02', 1900, { ...ours, refundedAmount: 700 }],
      ['d', 'PENDING', '2026-03-01', null, 500, { currency: 'USD' }],
      ['e', 'SUCCEEDED', '2026-03-02', '2026-03-02', 9900, { memberId }],
    ];
    for (const [stripeChargeId, status, created, paid, amount, fields] of given) {
      const { id: paymentId } = await rows.payment({
        stripeChargeId,
        status,
        createdAt: day(created),
        paidAt: paid === null ? null : day(paid),
        amount,
        ...fields,
      });
      if (stripeChargeId !== 'c') continue;
      for (const [month, status_] of [
        ['03', 'SUCCEEDED'],
        ['04', 'FAILED'],
      ] as const)
        await rows.refund({
          paymentId,
          amount: 700,
          status: status_,
          reason: 'Sorry',
          createdAt: day(`2026-${month}-01`),
        });
    }
    await new CommerceRows(server.database, (await server.platform()).id).payment({ memberId });
  });
  afterAll(() => server.close());

  /** The letters of a whole list, read in pages of this size. */
  const list = async (variables: object, first = 100): Promise<string> => {
    let letters = '';
    for (let after: string | null = null; ;) {
      const { payments }: Listed = await key.data<Listed>(LIST, { ...variables, first, after });
      letters += payments.nodes.map((node) => node.stripeChargeId).join('');
      if (!payments.pageInfo.hasNextPage) return letters;
      after = payments.pageInfo.endCursor;
    }
  };

  it.each([
    ['CREATED_AT', 'DESC', 'edcba'],
    ['CREATED_AT', 'ASC', 'abcde'],
    ['PAID_AT', 'DESC', 'ecadb'],
    ['PAID_AT', 'ASC', 'bdace'],
    ['AMOUNT', 'DESC', 'ecbad'],
    ['AMOUNT', 'ASC', 'dabce'],
  ])('is in the order of %s %s, whole and page by page', async (field, direction, expected) => {
    for (const first of [1, 2, 100]) expect(await list({ sort: { field, direction } }, first)).toBe(expected);
  });

  it.each<[string, () => object, string]>([
    ['status', () => ({ status: 'SUCCEEDED' }), 'ace'],
    ['memberId', () => ({ memberId }), 'abce'],
    ['subscriptionId', () => ({ subscriptionId }), 'abc'],
    ['planId', () => ({ planId }), 'abc'],
    ['currency', () => ({ currency: 'USD' }), 'd'],
    ['refunded', () => ({ refunded: true }), 'c'],
    ['not refunded', () => ({ refunded: false, status: 'SUCCEEDED' }), 'ae'],
    ['created', () => ({ created: { from: day('2026-02-01'), to: day('2026-03-01') } }), 'bc'],
    ['paid', () => ({ paid: { to: day('2026-02-02') } }), 'a'],
    ['an open paid', () => ({ paid: {} }), 'ace'],
    ['an id that is none', () => ({ planId: 'x' }), ''],
  ])('keeps those of a given %s', async (_what, filter, expected) => {
    expect([...(await list({ filter: filter() }))].sort().join('')).toBe(expected);
  });

  it('shows one with what it was for and what went back, and none to another platform', async () => {
    const { payments } = await key.data<{ payments: { nodes: { id: string }[] } }>(
      '{ payments(filter: { refunded: true }) { nodes { id } } }',
    );
    const query = `query ($id: ID!) { payment(id: $id) {
      status amount { amount currency } refundedAmount { amount currency } failureMessage paidAt
      member { name } plan { name } subscription { id } refunds { amount { amount } status reason }
    } }`;
    expect(await key.data(query, { ...payments.nodes[0] })).toEqual({
      payment: {
        status: 'SUCCEEDED',
        amount: { amount: 1900, currency: 'EUR' },
        refundedAmount: { amount: 700, currency: 'EUR' },
        failureMessage: null,
        paidAt: '2026-02-02T00:00:00.000Z',
        member: { name: 'Ada' },
        plan: { name: 'Monthly' },
        subscription: { id: subscriptionId },
        refunds: [
          { amount: { amount: 700 }, status: 'SUCCEEDED', reason: 'Sorry' },
          { amount: { amount: 700 }, status: 'FAILED', reason: 'Sorry' },
        ],
      },
    });
    const stranger = await (await server.platform()).apiKey({ grantAll: true });
    expect(await stranger.data(query, { ...payments.nodes[0] })).toEqual({ payment: null });
  });

  it('gives a member and a subscription theirs, the newest first', async () => {
    const data = await key.data<{
      members: { nodes: { payments: Listed['payments']; subscriptions: { nodes: Listed[] } }[] };
    }>(`{ members { nodes {
      payments(first: 3) { nodes { stripeChargeId } }
      subscriptions { nodes { payments { nodes { stripeChargeId } } } }
    } } }`);
    const [member] = data.members.nodes;
    const letters = (listed: Listed['payments'] | undefined): string | undefined =>
      listed?.nodes.map((node) => node.stripeChargeId).join('');
    expect(letters(member?.payments)).toBe('ecb');
    expect(letters(member?.subscriptions.nodes[0]?.payments)).toBe('cba');
  });

  it('asks for the scope of whatever it leads to', async () => {
    const reader = await (await server.platform()).apiKey({ scopes: ['PAYMENTS_READ'] });
    await reader.data('{ payments { nodes { amount { amount currency } refunds { amount { amount } } } } }');
    const answer = await reader.query(
      '{ payments { nodes { member { id } plan { id } subscription { id } } } }',
    );
    expect(answer.status).toBe(403);
    expect(answer.errors[0]?.extensions.missingScopes).toEqual([
      'MEMBERS_READ',
      'PLANS_READ',
      'SUBSCRIPTIONS_READ',
    ]);
  });

  it('takes as many SQL statements for five payments with all that hangs on them as for one', async () => {
    const query = `query ($first: Int) { payments(first: $first, sort: { field: CREATED_AT, direction: ASC }) { nodes {
      member { name } plan { name } subscription { id plan { name } member { name } } refunds { id }
    } } }`;
    const count = async (first: number): Promise<number> => {
      const statements = await server.sql.during(() => key.data(query, { first }));
      // Not the caller's key, whose use is noted whenever it suits.
      return statements.filter((text) => /FROM \W?(member|plan|subscription|payment|refund)/.test(text))
        .length;
    };
    const one = await count(1);
    expect(await count(5)).toBe(one);
    expect(one).toBe(7);
  });
});

import { type Plan } from '../src/plans/Plan';
import { type SubscriptionStatus } from '../src/subscriptions/Subscription';
import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { startServer, type TestServer } from './harness/startServer';

const day = (text: string): Date => new Date(`${text}T00:00:00.000Z`);

interface Listed {
  subscriptions: {
    nodes: { stripeSubscriptionId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const LIST = `query ($filter: SubscriptionFilter, $sort: SubscriptionSort, $first: Int, $after: String) {
  subscriptions(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { stripeSubscriptionId } pageInfo { hasNextPage endCursor }
  }
}`;

describe('the list of subscriptions', () => {
  let server: TestServer;
  let key: Client;
  let rows: CommerceRows;
  const members: string[] = [];
  const plans: Plan[] = [];

  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    rows = new CommerceRows(server.database, platform.id);
    for (const name of ['Ada', 'Bob']) {
      const { addMember } = await key.data<{ addMember: { id: string } }>(
        `mutation { addMember(input: { email: "${name}@example.com", name: "${name}" }) { id } }`,
      );
      members.push(addMember.id);
      plans.push(await rows.plan({ name: `Plan of ${name}` }));
    }
    const given: [string, number, number, SubscriptionStatus, string, string | null, object][] = [
      ['a', 0, 0, 'CANCELED', '2025-01-01', '2025-02-01', { endedAt: day('2025-02-01') }],
      ['b', 0, 1, 'ACTIVE', '2025-03-01', '2026-12-01', { cancelAtPeriodEnd: true }],
      ['c', 1, 1, 'ACTIVE', '2025-03-01', '2026-12-01', { interval: 'YEAR', currency: 'USD' }],
      ['d', 1, 0, 'INCOMPLETE', '2025-06-01', null, {}],
      ['e', 1, 0, 'TRIALING', '2025-07-01', '2025-07-15', {}],
    ];
    for (const [id, member, plan, status, created, end, fields] of given) {
      await rows.subscription({
        memberId: members[member] ?? '',
        planId: plans[plan]?.id ?? '',
        stripeSubscriptionId: id,
        status,
        createdAt: day(created),
        currentPeriodEnd: end === null ? null : day(end),
        ...fields,
      });
    }
    const other = new CommerceRows(server.database, (await server.platform()).id);
    await other.subscription({ memberId: members[0] ?? '', planId: plans[0]?.id ?? '' });
  });
  afterAll(() => server.close());

  /** The letters of a whole list, read in pages of this size. */
  const list = async (variables: object, first = 100): Promise<string> => {
    let letters = '';
    for (let after: string | null = null; ;) {
      const { subscriptions }: Listed = await key.data<Listed>(LIST, { ...variables, first, after });
      letters += subscriptions.nodes.map((node) => node.stripeSubscriptionId).join('');
      if (!subscriptions.pageInfo.hasNextPage) return letters;
      after = subscriptions.pageInfo.endCursor;
    }
  };

  it('is whole and in its order, page by page', async () => {
    // b and c were made at once: their ids decide.
    const [, b, c] = ['a', 'b', 'c'];
    const newest = await list({});
    expect(['edcba', 'edbca']).toContain(newest);
    const oldest = [...newest].reverse().join('');
    const tie = newest.includes(`${c}${b}`) ? 'bc' : 'cb';
    const orders: [string, string, string][] = [
      ['CREATED_AT', 'DESC', newest],
      ['CREATED_AT', 'ASC', oldest],
      ['CURRENT_PERIOD_END', 'ASC', `dae${tie}`],
      ['CURRENT_PERIOD_END', 'DESC', `${[...tie].reverse().join('')}ead`],
    ];
    for (const [field, direction, expected] of orders) {
      for (const first of [1, 2, 100])
        expect(await list({ sort: { field, direction } }, first)).toBe(expected);
    }
  });

  it.each<[string, () => object, string]>([
    ['status', () => ({ status: 'ACTIVE' }), 'bc'],
    ['memberId', () => ({ memberId: members[0] }), 'ab'],
    ['planId', () => ({ planId: plans[0]?.id }), 'ade'],
    ['planId and status', () => ({ planId: plans[1]?.id, status: 'ACTIVE', memberId: members[1] }), 'c'],
    ['interval', () => ({ interval: 'YEAR' }), 'c'],
    ['currency', () => ({ currency: 'usd' }), 'c'],
    ['cancelAtPeriodEnd', () => ({ cancelAtPeriodEnd: true }), 'b'],
    ['not cancelAtPeriodEnd', () => ({ cancelAtPeriodEnd: false }), 'acde'],
    ['started', () => ({ started: { from: day('2025-03-01'), to: day('2025-06-01') } }), 'bc'],
    ['currentPeriodEnd', () => ({ currentPeriodEnd: { to: day('2026-12-01') } }), 'ae'],
    ['an open currentPeriodEnd', () => ({ currentPeriodEnd: {} }), 'abce'],
    ['ended', () => ({ ended: { from: day('2025-01-01') } }), 'a'],
    ['nothing', () => ({ status: null, memberId: null, started: null }), 'abcde'],
    ['a member whom nobody knows', () => ({ memberId: plans[0]?.id }), ''],
    ['an id that is none', () => ({ memberId: `${members[0]} ` }), ''],
  ])('keeps those of a given %s', async (_what, filter, expected) => {
    expect([...(await list({ filter: filter() }))].sort().join('')).toBe(expected);
  });

  it.each<[object, string]>([
    [{ filter: { currency: 'euros' } }, 'filter.currency'],
    [{ filter: { started: { from: day('2025-01-02'), to: day('2025-01-01') } } }, 'filter.started'],
    [{ after: 'next please' }, 'after'],
    [{ first: 101 }, 'first'],
  ])('is refused for %j', async (variables, field) => {
    const { errors } = await key.query(LIST, { ...variables });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });

  it('shows one of them, and none to another platform', async () => {
    const { subscriptions } = await key.data<{ subscriptions: { nodes: { id: string }[] } }>(
      '{ subscriptions(first: 1) { nodes { id } } }',
    );
    const variables = subscriptions.nodes[0];
    const query = `query ($id: ID!) { subscription(id: $id) {
      status price { amount currency } interval member { name } plan { name }
    } }`;
    expect(await key.data(query, { ...variables })).toEqual({
      subscription: {
        status: 'TRIALING',
        price: { amount: 1900, currency: 'EUR' },
        interval: 'MONTH',
        member: { name: 'Bob' },
        plan: { name: 'Plan of Ada' },
      },
    });
    const stranger = await (await server.platform()).apiKey({ grantAll: true });
    expect(await stranger.data(query, { ...variables })).toEqual({ subscription: null });
  });

  it('gives a member theirs, the newest first, in pages', async () => {
    const query = `query ($after: String) { members(sort: { field: NAME, direction: ASC }) { nodes {
      name subscriptions(first: 2, after: $after) { nodes { stripeSubscriptionId } pageInfo { hasNextPage endCursor } }
    } } }`;
    type Nested = { members: { nodes: { name: string; subscriptions: Listed['subscriptions'] }[] } };
    const letters = ({ members: { nodes } }: Nested): string[] =>
      nodes.map(({ subscriptions }) => subscriptions.nodes.map((node) => node.stripeSubscriptionId).join(''));
    const first = await key.data<Nested>(query);
    expect(letters(first)).toEqual(['ba', 'ed']);
    const after = first.members.nodes[1]?.subscriptions.pageInfo.endCursor;
    expect(letters(await key.data<Nested>(query, { after }))[1]).toBe('c');
  });

  it('asks for the scope of whatever it leads to', async () => {
    const platform = await server.platform();
    const reader = await platform.apiKey({ scopes: ['SUBSCRIPTIONS_READ'] });
    for (const [field, scope] of [
      ['member { id }', 'MEMBERS_READ'],
      ['plan { id }', 'PLANS_READ'],
      ['payments { nodes { id } }', 'PAYMENTS_READ'],
    ]) {
      const answer = await reader.query(`{ subscriptions { nodes { ${field} } } }`);
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.errors[0]?.extensions.missingScopes).toEqual([scope]);
    }
    const members_ = await platform.apiKey({ scopes: ['MEMBERS_READ'] });
    const nested = await members_.query('{ members { nodes { subscriptions { nodes { id } } } } }');
    expect(nested.errors[0]?.extensions.missingScopes).toEqual(['SUBSCRIPTIONS_READ']);
  });

  it('takes as many SQL statements for five subscriptions with all that hangs on them as for one', async () => {
    const query = `query ($first: Int) { subscriptions(first: $first) { nodes {
      member { name tags subscriptions(first: 5) { nodes { plan { name } } } }
      plan { name collections(first: 5) { nodes { title } } }
      payments(first: 5) { nodes { refunds { id } } }
    } } }`;
    const count = async (first: number): Promise<number> => {
      const statements = await server.sql.during(() => key.data(query, { first }));
      // Not the caller's key, whose use is noted whenever it suits.
      return statements.filter((text) =>
        /FROM \W?(member|plan|subscription|payment|refund|collection|\()/.test(text),
      ).length;
    };
    const one = await count(1);
    expect(await count(5)).toBe(one);
    expect(one).toBe(8);
  });
});

import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { startServer, type TestServer } from './harness/startServer';

const day = (text: string): Date => new Date(`${text}T00:00:00.000Z`);

interface Listed {
  nodes: { name: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const PLANS = `query ($filter: PlanFilter, $sort: PlanSort, $first: Int, $after: String) {
  list: plans(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { name } pageInfo { hasNextPage endCursor }
  }
}`;
const COUPONS = `query ($filter: CouponFilter, $sort: CouponSort, $first: Int, $after: String) {
  list: coupons(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { name: code } pageInfo { hasNextPage endCursor }
  }
}`;

describe('the lists of plans and coupons', () => {
  let server: TestServer;
  let key: Client;

  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    const rows = new CommerceRows(server.database, platform.id);
    await rows.plan({ name: 'A', amount: 900, createdAt: day('2026-01-01') });
    await rows.plan({ name: 'B', amount: 9900, interval: 'YEAR', createdAt: day('2026-02-01') });
    await rows.plan({ name: 'C', amount: 500, currency: 'USD', createdAt: day('2026-03-01') });
    await rows.plan({ name: 'D', amount: 1200, status: 'ARCHIVED', createdAt: day('2026-04-01') });
    await rows.coupon({ code: 'bbb', createdAt: day('2026-01-01') });
    await rows.coupon({ code: 'Ccc', active: false, createdAt: day('2026-02-01') });
    await rows.coupon({ code: 'AAA', createdAt: day('2026-03-01') });
    const other = new CommerceRows(server.database, (await server.platform()).id);
    await other.plan();
    await other.coupon();
  });
  afterAll(() => server.close());

  /** The first letters of a whole list, read in pages of this size. */
  const letters = async (query: string, variables: object, first = 100): Promise<string> => {
    let found = '';
    for (let after: string | null = null; ;) {
      const { list }: { list: Listed } = await key.data<{ list: Listed }>(query, {
        ...variables,
        first,
        after,
      });
      found += list.nodes.map(({ name }) => name[0]).join('');
      if (!list.pageInfo.hasNextPage) return found;
      after = list.pageInfo.endCursor;
    }
  };

  it.each([
    [PLANS, 'CREATED_AT', 'ABCD'],
    [PLANS, 'PRICE', 'CADB'],
    [COUPONS, 'CREATED_AT', 'bCA'],
    [COUPONS, 'CODE', 'AbC'],
  ])('are in their order, whole and page by page: %#', async (query, field, ascending) => {
    const descending = [...ascending].reverse().join('');
    for (const first of [1, 2, 100]) {
      expect(await letters(query, { sort: { field, direction: 'ASC' } }, first)).toBe(ascending);
      expect(await letters(query, { sort: { field, direction: 'DESC' } }, first)).toBe(descending);
    }
    if (field === 'CREATED_AT') expect(await letters(query, {})).toBe(descending);
  });

  it.each<[string, object, string]>([
    [PLANS, { status: 'ACTIVE' }, 'CBA'],
    [PLANS, { interval: 'YEAR' }, 'B'],
    [PLANS, { currency: 'usd' }, 'C'],
    [PLANS, { created: { from: day('2026-02-01'), to: day('2026-04-01') } }, 'CB'],
    [PLANS, { status: null, interval: null, currency: null, created: null }, 'DCBA'],
    [COUPONS, { code: 'BBB' }, 'b'],
    [COUPONS, { code: 'BB' }, ''],
    [COUPONS, { active: true }, 'Ab'],
    [COUPONS, { active: false }, 'C'],
    [COUPONS, { created: { to: day('2026-03-01') } }, 'Cb'],
  ])('keep those for which all that is given is true: %#', async (query, filter, expected) => {
    expect(await letters(query, { filter })).toBe(expected);
  });

  it.each<[string, object, string]>([
    [PLANS, { filter: { currency: 'x' } }, 'filter.currency'],
    [PLANS, { filter: { created: { from: day('2026-01-02'), to: day('2026-01-01') } } }, 'filter.created'],
    [PLANS, { first: 0 }, 'first'],
    [COUPONS, { after: 'x' }, 'after'],
  ])('refuse what can not be: %#', async (query, variables, field) => {
    const { errors } = await key.query(query, { ...variables });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });

  it('read the collections of all plans in one statement', async () => {
    const query =
      'query ($first: Int) { plans(first: $first) { nodes { collections(first: 3) { nodes { title } } } } }';
    const count = async (first: number): Promise<number> => {
      const statements = await server.sql.during(() => key.data(query, { first }));
      return statements.filter((text) => /plan/.test(text)).length;
    };
    expect(await count(1)).toBe(2);
    expect(await count(4)).toBe(2);
  });
});

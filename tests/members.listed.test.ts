import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

interface Given {
  email: string;
  name: string;
  tags?: string[];
  joinedAt: string;
  lastSeenAt?: string;
}

const day = (text: string): string => `${text}T00:00:00.000Z`;

/** In the order in which they are added. Two share each of: a name, a time of joining, a time of being seen, never. */
const MEMBERS: Given[] = [
  { email: 'Zoe@example.com', name: 'Zoë', joinedAt: day('2020-01-01'), lastSeenAt: day('2024-05-05') },
  { email: 'adam@example.com', name: 'adam', tags: ['vip'], joinedAt: day('2021-01-01') },
  { email: 'eve@example.com', name: 'Eve 100%', joinedAt: day('2021-01-01'), lastSeenAt: day('2024-05-05') },
  { email: 'bob@other.example', name: 'Bob', tags: ['vip', 'beta'], joinedAt: day('2022-01-01') },
  { email: 'bobby@example.com', name: 'bób', joinedAt: day('2023-01-01'), lastSeenAt: day('2024-06-06') },
  { email: 'chen@example.com', name: '陈伟', joinedAt: day('2024-01-01'), lastSeenAt: day('2024-01-02') },
  {
    email: 'sus@example.com',
    name: 'Sus_pended',
    joinedAt: day('2019-01-01'),
    lastSeenAt: day('2019-02-02'),
  },
];

const LIST = `query ($filter: MemberFilter, $sort: MemberSort, $first: Int, $after: String) {
  members(filter: $filter, sort: $sort, first: $first, after: $after) {
    edges { cursor node { email } }
    nodes { email }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface List {
  members: {
    edges: { cursor: string; node: { email: string } }[];
    nodes: { email: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

/** `Zoe@example.com` as `zoe`. */
const short = ({ email }: { email: string }): string => email.split('@')[0]!.toLowerCase();

describe('the list of members', () => {
  let server: TestServer;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    for (const input of MEMBERS) {
      await key.data('mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }', { input });
      // Ids made in one millisecond are in no order; the tests want that in which they were added.
      server.clock.advance({ seconds: 1 });
    }
    const { member } = await key.data<{ member: { id: string } }>(
      '{ member(email: "sus@example.com") { id } }',
    );
    await key.data('mutation ($id: ID!) { suspendMember(input: { id: $id, version: 1 }) { id } }', member);
    const other = await (await server.platform()).apiKey({ scopes: ['MEMBERS_MANAGE'] });
    await other.data(
      'mutation { addMember(input: { email: "x@example.com", name: "X", tags: ["vip"] }) { id } }',
    );
  });
  afterAll(() => server.close());

  const list = async (variables: Record<string, unknown>): Promise<List['members']> =>
    (await key.data<List>(LIST, variables)).members;

  const ORDERS: [string, string[]][] = [
    ['JOINED_AT', ['sus', 'zoe', 'adam', 'eve', 'bob', 'bobby', 'chen']],
    ['NAME', ['adam', 'bob', 'bobby', 'eve', 'sus', 'zoe', 'chen']],
    ['LAST_SEEN_AT', ['adam', 'bob', 'sus', 'chen', 'zoe', 'eve', 'bobby']],
    ['EMAIL', ['adam', 'bob', 'bobby', 'chen', 'eve', 'sus', 'zoe']],
  ];

  it.each(
    ORDERS.flatMap(([field, ascending]): [string, string, string[]][] => [
      [field, 'ASC', ascending],
      [field, 'DESC', [...ascending].reverse()],
    ]),
  )('is in the order of %s %s, whole and page by page', async (field, direction, expected) => {
    const sort = { field, direction };
    expect((await list({ sort })).nodes.map(short)).toEqual(expected);
    for (const first of [1, 2, 3]) {
      const found: string[] = [];
      let after: string | null = null;
      for (;;) {
        const page: List['members'] = await list({ sort, first, after });
        expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
        expect(page.pageInfo).toMatchObject({
          hasPreviousPage: after !== null,
          startCursor: page.edges[0]?.cursor,
          endCursor: page.edges.at(-1)?.cursor,
        });
        found.push(...page.nodes.map(short));
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      expect(found).toEqual(expected);
    }
  });

  it('begins with those who joined last when nothing is said', async () => {
    const expected = [...(ORDERS[0]?.[1] ?? [])].reverse();
    expect((await list({})).nodes.map(short)).toEqual(expected);
    expect((await list({ sort: null, filter: null })).nodes.map(short)).toEqual(expected);
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ status: 'SUSPENDED' }, ['sus']],
    [{ status: 'ACTIVE', tag: 'VIP' }, ['bob', 'adam']],
    [{ tag: ' beta ' }, ['bob']],
    [{ tag: 'vi' }, []],
    [{ search: 'zoe' }, ['zoe']],
    [{ search: 'BOB' }, ['bobby', 'bob']],
    [{ search: 'bob other' }, ['bob']],
    [{ search: '陈' }, ['chen']],
    [{ search: '100%' }, ['eve']],
    [{ search: 's_p' }, ['sus']],
    [{ search: "' OR 1=1 --" }, []],
    [{ search: '  ' }, ['chen', 'bobby', 'bob', 'eve', 'adam', 'zoe', 'sus']],
    [{ joined: { from: day('2021-01-01'), to: day('2023-01-01') } }, ['bob', 'eve', 'adam']],
    [{ joined: { from: day('2023-01-01') } }, ['chen', 'bobby']],
    [{ lastSeen: { to: day('2024-05-05') } }, ['chen', 'sus']],
    [{ lastSeen: {} }, ['bobby', 'eve', 'zoe', 'chen', 'sus']],
    [{ neverSeen: true }, ['bob', 'adam']],
    [{ neverSeen: false, status: 'ACTIVE' }, ['bobby', 'eve', 'zoe', 'chen']],
    [{ neverSeen: true, lastSeen: { from: day('2000-01-01') } }, []],
    [
      { status: null, tag: null, search: null, joined: null, neverSeen: null, lastSeen: { from: null } },
      ['bobby', 'eve', 'zoe', 'chen', 'sus'],
    ],
  ])('keeps those for whom %j is true', async (filter, expected) => {
    const { nodes, pageInfo } = await list({ filter });
    expect(nodes.map(short)).toEqual(expected);
    if (expected.length === 0) expect(pageInfo).toMatchObject({ startCursor: null, endCursor: null });
    if (expected.length < 2) return;
    const first = await list({ filter, first: 1 });
    const rest = await list({ filter, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(short)).toEqual(expected);
  });

  it('finds nobody where an API key names no time that MySQL could not hold', async () => {
    for (const joined of [{ to: '1000-01-01T00:00:00Z' }, { from: '9999-12-31T23:59:59.999Z' }]) {
      expect((await list({ filter: { joined } })).nodes).toEqual([]);
    }
  });

  it('takes as many statements for seven members with their tags as for one', async () => {
    const statements = (first: number): Promise<string[]> =>
      server.sql.during(() =>
        key.data(
          'query ($first: Int) { members(first: $first) { nodes { id tags } edges { node { tags } } } }',
          {
            first,
          },
        ),
      );
    const aboutMembers = (all: string[]): string[] => all.filter((text) => /FROM \W?member/.test(text));
    const one = aboutMembers(await statements(1));
    const seven = aboutMembers(await statements(7));
    expect(one).toHaveLength(2);
    expect(seven).toHaveLength(2);
  });
});

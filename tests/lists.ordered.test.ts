import { type Client } from './harness/Client';
import { startDemoServer } from './harness/demoServer';
import { type TestServer } from './harness/startServer';

const SPAN = '{ from: "2000-01-01T00:00:00Z" }';
const HOUR = 3_600_000;

/** [the list, what it is narrowed to, the order that is its own then] */
const OWN_ORDERS: [string, string, string][] = [
  ['videos', `{ published: ${SPAN} }`, 'field: PUBLISHED_AT'],
  ['videos', '{ status: SCHEDULED }', 'field: PUBLISHED_AT'],
  ['videos', `{ published: ${SPAN}, search: "a" }`, 'field: PUBLISHED_AT'],
  ['videos', '{ status: DRAFT }', 'field: CREATED_AT'],
  ['posts', `{ published: ${SPAN} }`, 'field: PUBLISHED_AT'],
  ['posts', '{ status: SCHEDULED }', 'field: PUBLISHED_AT'],
  ['members', `{ lastSeen: ${SPAN} }`, 'field: LAST_SEEN_AT'],
  ['members', '{ neverSeen: false }', 'field: LAST_SEEN_AT'],
  ['members', '{ neverSeen: false, search: "a" }', 'field: LAST_SEEN_AT'],
  ['pages', '{ inNavigation: true }', 'field: NAVIGATION_POSITION, direction: ASC'],
  ['payments', `{ paid: ${SPAN} }`, 'field: PAID_AT'],
  ['payments', '{ refunded: true }', 'field: CREATED_AT'],
  ['subscriptions', `{ started: ${SPAN} }`, 'field: STARTED_AT'],
  ['subscriptions', `{ started: ${SPAN}, currentPeriodEnd: ${SPAN} }`, 'field: CURRENT_PERIOD_END'],
  ['subscriptions', `{ started: ${SPAN}, ended: ${SPAN} }`, 'field: ENDED_AT'],
  ['liveEvents', '{ status: CANCELED }', 'field: CANCELED_AT'],
  ['liveEvents', '{ status: ENDED }', 'field: STARTS_AT'],
  ['accessGrants', `{ until: ${SPAN} }`, 'field: UNTIL'],
  ['accessGrants', '{ status: EXPIRED }', 'field: UNTIL'],
  ['accessGrants', '{ status: REVOKED }', 'field: REVOKED_AT'],
  ['apiKeys', '{ state: EXPIRED }', 'by: EXPIRES_AT'],
  ['apiKeys', '{ state: REVOKED }', 'by: REVOKED_AT'],
];

describe('a list that is narrowed by a time, and not told its order', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    ({ server, admin } = await startDemoServer());
    const keyOf = (name: string, expiresAt: string | null): Promise<{ createApiKey: { key: Row } }> =>
      admin.data(
        `mutation ($name: String!, $expiresAt: DateTime) {
          createApiKey(input: { name: $name, scopes: [VIDEOS_READ], expiresAt: $expiresAt }) { key: apiKey { id } }
        }`,
        { name, expiresAt },
      );
    const now = server.clock.now().getTime();
    for (const [name, hours] of [
      ['later', 2],
      ['sooner', 1],
    ] as const) {
      await keyOf(`Expires ${name}`, new Date(now + hours * HOUR).toISOString());
    }
    const ids: string[] = [];
    for (const name of ['one', 'two'])
      ids.unshift((await keyOf(`Revoked ${name}`, null)).createApiKey.key.id);
    for (const id of ids) {
      await admin.data('mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id } } }', { id });
    }
    // Sooner than what the demo has scheduled, and written later.
    const { createPost } = await admin.data<{ createPost: { post: Row } }>(
      'mutation { createPost(input: { title: "Soon" }) { post { id } } }',
    );
    await admin.data('mutation ($input: PublishPostInput!) { publishPost(input: $input) { post { id } } }', {
      input: { id: createPost.post.id, version: 1, scheduledAt: new Date(now + 4 * HOUR).toISOString() },
    });
    server.clock.advance({ hours: 3 });
  }, 120_000);
  afterAll(() => server.close());

  const idsOf = async (list: string, passed: string): Promise<string[]> => {
    const data = await admin.data<Record<string, { nodes: Row[] }>>(
      `{ ${list}(first: 100, ${passed}) { nodes { id } } }`,
    );
    return (data[list]?.nodes ?? []).map(({ id }) => id);
  };

  it.each(OWN_ORDERS)('%s of %s come by %s', async (list, filter, order) => {
    const own = await idsOf(list, `filter: ${filter}`);
    expect(own.length).toBeGreaterThan(1);
    expect(own).toEqual(await idsOf(list, `filter: ${filter}, sort: { ${order} }`));
  });

  it('members of a tag come by when they joined, also when that is edited', async () => {
    const query = '{ members(first: 100, filter: { tag: "newsletter" }) { nodes { id version joinedAt } } }';
    const read = async (): Promise<MemberRow[]> =>
      (await admin.data<{ members: { nodes: MemberRow[] } }>(query)).members.nodes;
    const before = await read();
    const [newest] = before;
    expect(before.length).toBeGreaterThan(2);
    await admin.data(
      'mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { id } } }',
      {
        input: { id: newest?.id, version: newest?.version, joinedAt: '2001-01-01T00:00:00Z' },
      },
    );
    const after = await read();
    expect(after.map(({ id }) => id)).toEqual(
      [...before.slice(1), ...before.slice(0, 1)].map(({ id }) => id),
    );
    expect(after.map(({ joinedAt }) => joinedAt)).toEqual(
      after
        .map(({ joinedAt }) => joinedAt)
        .sort()
        .reverse(),
    );
  });
});

interface MemberRow extends Row {
  version: number;
  joinedAt: string;
}

interface Row {
  id: string;
}

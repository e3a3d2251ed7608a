import { Audience, addMember } from './harness/audience';
import { type Client } from './harness/Client';
import { createCollection, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

interface Found {
  memberCount: number;
  members: { nodes: { name: string }[] };
}

describe('who is in a segment', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let audience: Audience;
  let key: Client;
  /** What the cases name. */
  let ids: Record<string, string>;

  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    audience = new Audience(server, platform);
    key = await platform.apiKey({ grantAll: true });
    await arrange();
    // Strangers who meet many of the conditions.
    const elsewhere = await server.platform();
    const theirs = await elsewhere.apiKey({ grantAll: true });
    const stranger = await addMember(theirs, { tags: ['vip', 'beta'] });
    await new Audience(server, elsewhere).watched(stranger, ids['bread']!, 1);
  });
  afterAll(() => server.close());

  /** Ada, Bo, Cy, Dot and Eve, who differ in each thing that a filter can ask for. */
  async function arrange(): Promise<void> {
    const [bread, cake, pie, trashed] = await createVideos(key, ['Bread', 'Cake', 'Pie', 'Trashed']);
    const baking = await createCollection(key, 'Baking', [bread!, trashed!]);
    const empty = await createCollection(key, 'Empty');
    const gone = await createCollection(key, 'Gone', [bread!]);
    ids = {
      bread: bread!,
      cake: cake!,
      pie: pie!,
      baking: baking.id,
      empty: empty.id,
      gone: gone.id,
    };
    const ago = (days: number): Date => audience.daysAgo(days);
    const people: [string, number, number | null, string[]][] = [
      ['Ada', 400, 1, ['vip', 'beta']],
      ['Bo', 100, 20, ['vip']],
      ['Cy', 40, 40, ['beta', 'press']],
      ['Dot', 10, null, []],
      ['Eve', 5, 2, ['press']],
    ];
    for (const [name, joined, seen, tags] of people) {
      const lastSeenAt = seen === null ? null : ago(seen);
      ids[name] = await addMember(key, { name, joinedAt: ago(joined), lastSeenAt, tags });
    }
    ids['monthly'] = await audience.plan('everything');
    ids['yearly'] = await audience.plan([baking.id]);
    ids['unsold'] = await audience.plan('everything');
    await audience.subscribe(ids['Ada']!, ids['monthly']);
    await audience.subscribe(ids['Ada']!, ids['yearly'], { status: 'PAST_DUE' });
    await audience.subscribe(ids['Bo']!, ids['yearly'], { status: 'TRIALING' });
    await audience.subscribe(ids['Cy']!, ids['monthly'], { status: 'CANCELED' });
    await audience.subscribe(ids['Dot']!, ids['monthly'], { status: 'PAUSED' });
    await audience.watched(ids['Ada']!, bread!, 1);
    await audience.watched(ids['Bo']!, bread!, 50);
    await audience.watched(ids['Bo']!, cake!, 3);
    await audience.watched(ids['Cy']!, cake!, 200);
    await audience.watched(ids['Eve']!, pie!, 2);
    await audience.watched(ids['Dot']!, trashed!, 300);
    await key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: trashed });
    await key.data(`mutation ($eve: ID!) { suspendMember(input: { id: $eve, version: 1 }) { id } }`, {
      eve: ids['Eve'],
    });
  }

  async function create(filter: Record<string, unknown>): Promise<string> {
    const { createSegment } = await key.data<{ createSegment: { id: string } }>(
      'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { id } }',
      { input: { name: 'Some', filter } },
    );
    return createSegment.id;
  }

  async function read(id: string): Promise<Found> {
    const { segment } = await key.data<{ segment: Found }>(
      'query ($id: ID!) { segment(id: $id) { memberCount members { nodes { name } } } }',
      { id },
    );
    return segment;
  }

  const ago = (days: number): string => audience.daysAgo(days).toISOString();

  /** [the filter, who it finds: those who joined last first] */
  const CASES: [string, () => Record<string, unknown>, string[]][] = [
    ['nothing', () => ({}), ['Eve', 'Dot', 'Cy', 'Bo', 'Ada']],
    ['nothing but nulls', () => ({ status: null, tags: null }), ['Eve', 'Dot', 'Cy', 'Bo', 'Ada']],
    ['the active', () => ({ status: 'ACTIVE' }), ['Dot', 'Cy', 'Bo', 'Ada']],
    ['the suspended', () => ({ status: 'SUSPENDED' }), ['Eve']],
    ['a plan', () => ({ planIds: [ids['monthly']] }), ['Ada']],
    ['either of two plans', () => ({ planIds: [ids['monthly'], ids['yearly']] }), ['Bo', 'Ada']],
    ['a plan that nobody has', () => ({ planIds: [ids['unsold']] }), []],
    ['any of two tags', () => ({ tags: { any: ['VIP', 'press'] } }), ['Eve', 'Cy', 'Bo', 'Ada']],
    ['all of two tags', () => ({ tags: { all: ['vip', 'Beta'] } }), ['Ada']],
    ['any and all', () => ({ tags: { any: ['vip', 'press'], all: ['beta'] } }), ['Cy', 'Ada']],
    ['joined between', () => ({ joined: { from: ago(150), to: ago(20) } }), ['Cy', 'Bo']],
    ['joined in the last days', () => ({ joined: { inLastDays: 30 } }), ['Eve', 'Dot']],
    ['seen between', () => ({ lastSeen: { from: ago(30), to: ago(10) } }), ['Bo']],
    ['seen in the last days', () => ({ lastSeen: { inLastDays: 3 } }), ['Eve', 'Ada']],
    ['not seen in days', () => ({ lastSeen: { notInLastDays: 7 } }), ['Dot', 'Cy', 'Bo']],
    ['not seen in days, but before', () => ({ lastSeen: { notInLastDays: 7, never: false } }), ['Cy', 'Bo']],
    ['seen, but not lately', () => ({ lastSeen: { inLastDays: 30, notInLastDays: 7 } }), ['Bo']],
    ['never seen', () => ({ lastSeen: { never: true } }), ['Dot']],
    ['ever seen', () => ({ lastSeen: { never: false } }), ['Eve', 'Cy', 'Bo', 'Ada']],
    ['watched a video', () => ({ watched: { videoId: ids['bread'] } }), ['Bo', 'Ada']],
    ['watched a video lately', () => ({ watched: { videoId: ids['bread'], inLastDays: 30 } }), ['Ada']],
    [
      'not watched a video lately',
      () => ({ watched: { videoId: ids['bread'], notInLastDays: 30 } }),
      ['Eve', 'Dot', 'Cy', 'Bo'],
    ],
    [
      "watched a collection's, the trash left out",
      () => ({ watched: { collectionId: ids['baking'] } }),
      ['Bo', 'Ada'],
    ],
    ['watched an empty collection', () => ({ watched: { collectionId: ids['empty'] } }), []],
    [
      'watched nothing of an empty collection',
      () => ({ watched: { collectionId: ids['empty'], notInLastDays: 9 } }),
      ['Eve', 'Dot', 'Cy', 'Bo', 'Ada'],
    ],
    [
      'watched a video or a collection',
      () => ({ watched: { videoId: ids['cake'], collectionId: ids['baking'] } }),
      ['Cy', 'Bo', 'Ada'],
    ],
    ['watched anything lately', () => ({ watched: { inLastDays: 30 } }), ['Eve', 'Bo', 'Ada']],
    ['watched nothing lately', () => ({ watched: { notInLastDays: 30 } }), ['Dot', 'Cy']],
    [
      'all of it',
      () => ({
        status: 'ACTIVE',
        planIds: [ids['yearly'], ids['monthly']],
        tags: { any: ['vip'], all: ['vip'] },
        joined: { from: ago(500), inLastDays: 120 },
        lastSeen: { notInLastDays: 5, never: false },
        watched: { videoId: ids['cake'], inLastDays: 10 },
      }),
      ['Bo'],
    ],
  ];

  it.each(CASES)('when the filter asks for %s', async (_case, filter, names) => {
    const found = await read(await create(filter()));
    expect(found.members.nodes.map(({ name }) => name)).toEqual(names);
    expect(found.memberCount).toBe(names.length);
  });

  it('is nobody once what the filter names is gone, also for those who have not watched it', async () => {
    const filters = [
      { watched: { videoId: ids['pie'] } },
      { watched: { videoId: ids['pie'], notInLastDays: 30 } },
      { watched: { collectionId: ids['gone'] } },
      { watched: { collectionId: ids['gone'], notInLastDays: 30 } },
    ];
    const segments: string[] = [];
    for (const filter of filters) segments.push(await create(filter));
    expect((await read(segments[0]!)).memberCount).toBe(1);
    expect((await read(segments[3]!)).memberCount).toBe(4);
    await key.data(
      'mutation ($video: ID!, $collection: ID!) { deleteVideo(id: $video) { id } deleteCollection(id: $collection) { id } }',
      { video: ids['pie'], collection: ids['gone'] },
    );
    for (const id of segments) expect(await read(id)).toEqual({ memberCount: 0, members: { nodes: [] } });
    await key.data('mutation ($video: ID!) { restoreVideo(id: $video) { id } }', { video: ids['pie'] });
    expect((await read(segments[0]!)).memberCount).toBe(1);
  });

  it('is paged in the order of joining', async () => {
    const id = await create({ tags: { any: ['vip', 'press'] } });
    const seen: string[][] = [];
    let after: string | null = null;
    do {
      const data: {
        segment: {
          members: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        };
      } = await key.data(
        `query ($id: ID!, $after: String) { segment(id: $id) { members(first: 2, after: $after) {
          nodes { name } pageInfo { hasNextPage endCursor } } } }`,
        { id, after },
      );
      const { nodes, pageInfo } = data.segment.members;
      seen.push(nodes.map(({ name }) => name));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([
      ['Eve', 'Cy'],
      ['Bo', 'Ada'],
    ]);
  });

  it('counts days back from the moment of reading', async () => {
    const fresh = await server.platform();
    const client = await fresh.apiKey({ grantAll: true });
    await addMember(client, { joinedAt: audience.daysAgo(29.5) });
    const { createSegment } = await client.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "New", filter: { joined: { inLastDays: 30 } } }) { id } }',
    );
    const count = async (): Promise<number> => {
      const { segment } = await client.data<{ segment: Found }>(
        'query ($id: ID!) { segment(id: $id) { memberCount } }',
        { id: createSegment.id },
      );
      return segment.memberCount;
    };
    expect(await count()).toBe(1);
    server.clock.advance({ days: 1 });
    expect(await count()).toBe(0);
  });

  it('takes one statement for the counts of 20 segments, and one for their members', async () => {
    const fresh = await server.platform();
    const client = await fresh.apiKey({ grantAll: true });
    for (let index = 0; index < 20; index += 1) {
      await addMember(client, { tags: [`tag ${index}`, 'everyone'] });
      await client.data('mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { id } }', {
        input: { name: `Segment ${index}`, filter: { tags: { any: [`tag ${index}`, `tag ${index + 1}`] } } },
      });
    }
    let nodes: (Found & { name: string })[] = [];
    const statements = await server.sql.during(async () => {
      ({
        segments: { nodes },
      } = await client.data<{ segments: { nodes: typeof nodes } }>(
        '{ segments(first: 20) { nodes { name memberCount members(first: 1) { nodes { name tags } } } } }',
      ));
    });
    expect(nodes.map(({ memberCount }) => memberCount)).toEqual([1, ...Array<number>(19).fill(2)]);
    expect(nodes.every(({ members }) => members.nodes.length === 1)).toBe(true);
    // The list, the counts, the members, their tags; not the caller's key, whose use is noted whenever it suits.
    expect(statements.filter((statement) => /segments|members|member_tags/.test(statement))).toHaveLength(4);
  });

  it('is too dear to count for thousands of segments in one request', async () => {
    const lists = Array.from(
      { length: 6 },
      (_, index) => `s${index}: segments(first: 100) { nodes { memberCount } }`,
    );
    const { status, errors } = await key.query(`{ ${lists.join(' ')} }`);
    expect(status).toBe(400);
    expect(errors[0]?.message).toMatch(/fields/);
    expect((await key.query(`{ ${lists[0]} }`)).errors).toEqual([]);
  });
});

import { type Answer, type Client } from './harness/Client';
import { createCollection, createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const FILTER = `status planIds tags { any all } joined { from to inLastDays }
  lastSeen { from to inLastDays notInLastDays never } watched { videoId collectionId inLastDays notInLastDays }`;
const FIELDS = `id name description filter { ${FILTER} } createdAt updatedAt version`;

interface Segment extends Record<string, unknown> {
  id: string;
  version: number;
  filter: Record<string, unknown>;
}

describe('a segment', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  async function create(input: Record<string, unknown>): Promise<Segment> {
    const { createSegment } = await key.data<{ createSegment: { segment: Segment } }>(
      `mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { segment { ${FIELDS} } } }`,
      { input: { name: 'Regulars', filter: {}, ...input } },
    );
    return createSegment.segment;
  }
  const edit = (
    input: Record<string, unknown>,
  ): Promise<Answer<{ updateSegment: { version: number; segment: Segment } }>> =>
    key.query(
      `mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { version segment { ${FIELDS} } } }`,
      { input },
    );
  async function read(id: string): Promise<Segment | null> {
    const { segment } = await key.data<{ segment: Segment | null }>(
      `query ($id: ID!) { segment(id: $id) { ${FIELDS} } }`,
      { id },
    );
    return segment;
  }

  const EVERYONE = { status: null, planIds: null, tags: null, joined: null, lastSeen: null, watched: null };

  it('keeps its filter as it was given, and shows what was not as null', async () => {
    const video = await createVideo(key, { title: 'Bread' });
    const collection = await createCollection(key, 'Baking');
    const segment = await create({
      name: '  Regulars ',
      description: 'Who come\noften',
      filter: {
        status: 'ACTIVE',
        tags: { any: ['VIP', 'vip', ' Beta'] },
        joined: { from: '2024-01-01T00:00:00.000Z' },
        lastSeen: { to: '2025-01-01T00:00:00.000Z', notInLastDays: 7, never: false },
        watched: { videoId: video.id, collectionId: collection.id, inLastDays: 30 },
      },
    });
    expect(segment).toMatchObject({ name: 'Regulars', description: 'Who come\noften', version: 1 });
    expect(segment.filter).toEqual({
      status: 'ACTIVE',
      planIds: null,
      tags: { any: ['vip', 'beta'], all: null },
      joined: { from: '2024-01-01T00:00:00.000Z', to: null, inLastDays: null },
      lastSeen: {
        from: null,
        to: '2025-01-01T00:00:00.000Z',
        inLastDays: null,
        notInLastDays: 7,
        never: false,
      },
      watched: { videoId: video.id, collectionId: collection.id, inLastDays: 30, notInLastDays: null },
    });
    expect(await read(segment.id)).toEqual(segment);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['nothing', {}, {}],
    ['its name', { name: 'Guests' }, { name: 'Guests' }],
    ['its description', { description: '' }, { description: '' }],
    [
      'its filter, as a whole',
      { filter: { status: 'SUSPENDED' } },
      { filter: { ...EVERYONE, status: 'SUSPENDED' } },
    ],
  ])('changes %s and nothing else', async (_case, given, changed) => {
    const before = await create({ description: 'Old', filter: { joined: { inLastDays: 3 } } });
    server.clock.advance({ minutes: 1 });
    const { data, errors } = await edit({ id: before.id, version: 1, ...given });
    expect(errors).toEqual([]);
    const after = data.updateSegment.segment;
    expect(after).toEqual({ ...before, ...changed, version: 2, updatedAt: after['updatedAt'] });
    expect(after['updatedAt']).not.toBe(before['updatedAt']);
    expect(data.updateSegment.version).toBe(2);
    expect(await read(before.id)).toEqual(after);
  });

  it('is edited by one of ten at once', async () => {
    const { id } = await create({});
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => edit({ id, version: 1, name: `Name ${index}` })),
    );
    const won = answers.filter(({ errors }) => errors.length === 0);
    expect(won).toHaveLength(1);
    expect(await read(id)).toEqual(won[0]?.data.updateSegment.segment);
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(new Set(codes)).toEqual(new Set(['CONFLICT']));
  });

  it('is gone once deleted', async () => {
    const { id } = await create({});
    const remove = (): Promise<Answer> =>
      key.query('mutation ($id: ID!) { deleteSegment(id: $id) { id } }', { id });
    expect((await remove()).data).toEqual({ deleteSegment: { id } });
    expect(await read(id)).toBeNull();
    expect((await remove()).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await edit({ id, version: 1 })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is listed by age or by name', async () => {
    for (const name of ['banana', 'Äpfel', 'cherry']) {
      await create({ name });
      server.clock.advance({ minutes: 1 });
    }
    const names = async (args: string): Promise<string[]> => {
      const { segments } = await key.data<{ segments: { nodes: { name: string }[] } }>(
        `{ segments${args} { nodes { name } } }`,
      );
      return segments.nodes.map(({ name }) => name);
    };
    expect(await names('')).toEqual(['cherry', 'Äpfel', 'banana']);
    expect(await names('(sort: { field: NAME, direction: ASC })')).toEqual(['Äpfel', 'banana', 'cherry']);
    expect(await names('(first: 1, sort: { field: NAME })')).toEqual(['cherry']);
  });

  it('tells a key that may not read members how many there are, but not who', async () => {
    const { id } = await create({});
    const reader = await platform.apiKey({ scopes: ['SEGMENTS_READ'] });
    expect(await reader.data('query ($id: ID!) { segment(id: $id) { memberCount } }', { id })).toEqual({
      segment: { memberCount: 0 },
    });
    const { status, errors } = await reader.query(
      'query ($id: ID!) { segment(id: $id) { members { nodes { id } } } }',
      { id },
    );
    expect(status).toBe(403);
    expect(errors[0]?.extensions['missingScopes']).toEqual(['MEMBERS_READ']);
  });
});

import { type Client } from './harness/Client';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';
import { Video } from '../src/videos/Video';

interface Row {
  id: string;
  title: string;
  durationSeconds: number | null;
  createdAt: string;
  publishedAt: string | null;
  scheduledAt: string | null;
}
interface Listing {
  videos: {
    nodes: Row[];
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
  };
}

const LIST = `query ($filter: VideoFilter, $sort: VideoSort, $first: Int, $after: String) {
  videos(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { id title durationSeconds createdAt publishedAt scheduledAt }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const TITLES = ['Ähre', 'ahre', 'Zebra', 'ZEBRA', 'zebra', 'Apfel', 'Äpfel'];
const DURATIONS = [null, 60, 0, 60, null];

describe('the list of videos', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    editor = await platform.apiKey({ grantAll: true });
    const nextMonth = new Date(server.clock.now().getTime() + 30 * 86_400_000);
    for (let index = 0; index < 23; index += 1) {
      const { id } = await createVideo(editor, {
        title: TITLES[index % TITLES.length],
        durationSeconds: DURATIONS[index % DURATIONS.length],
        visibility: index % 2 === 0 ? 'PUBLIC' : 'UNLISTED',
        tags: index % 3 === 0 ? ['third', `only ${index}`] : [],
        description: `number ${index} of many`,
      });
      if (index % 3 === 0) await editor.data(publish, { id, at: null });
      if (index % 3 === 1) await editor.data(publish, { id, at: nextMonth });
    }
    // Times that many share, as after an import.
    const publishAt = new Date('2020-02-02T02:02:02.002Z');
    await server.database.transaction(async (manager) => {
      await manager.update(Video, { platformId: platform.id, title: 'Zebra' }, { publishAt });
      await manager.update(
        Video,
        { platformId: platform.id, visibility: 'PUBLIC' },
        { createdAt: publishAt },
      );
    });
  });
  afterAll(() => server.close());

  const publish =
    'mutation ($id: ID!, $at: DateTime) { publishVideo(id: $id, version: 1, scheduledAt: $at) { id } }';
  const list = async (variables: Record<string, unknown>): Promise<Listing['videos']> =>
    (await editor.data<Listing>(LIST, variables)).videos;
  /** Every page of a list, one after another. */
  const walk = async (variables: Record<string, unknown>): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let after: string | null = null; ;) {
      const page = await list({ ...variables, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
      rows.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return rows;
      expect(page.nodes).toHaveLength(Number(variables.first));
      after = page.pageInfo.endCursor;
    }
  };
  const fold = (title: string): string => title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const compare = (a: string | number | null, b: string | number | null): number => {
    if (a === b) return 0;
    if (a === null) return -1;
    if (b === null) return 1;
    return a < b ? -1 : 1;
  };

  it.each<[string, (row: Row) => string | number | null]>([
    ['CREATED_AT', (row) => row.createdAt],
    ['PUBLISHED_AT', (row) => row.publishedAt ?? row.scheduledAt],
    ['TITLE', (row) => fold(row.title)],
    ['DURATION', (row) => row.durationSeconds],
  ])('is walked by %s in both directions without a gap or a repeat', async (field, value) => {
    const rows = await walk({ first: 100 });
    expect(rows).toHaveLength(23);
    const expected = [...rows].sort((a, b) => compare(value(a), value(b)) || compare(a.id, b.id));
    for (const first of [1, 4, 22, 23]) {
      const ascending = await walk({ first, sort: { field, direction: 'ASC' } });
      expect(ascending.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      const descending = await walk({ first, sort: { field } });
      expect(descending.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).reverse());
    }
  });

  it('is newest first, in pages of 20', async () => {
    const { nodes, pageInfo } = await list({});
    expect(nodes).toHaveLength(20);
    expect(pageInfo.hasNextPage).toBe(true);
    const times = nodes.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each<[Record<string, unknown>, number]>([
    [{}, 23],
    [{ status: 'PUBLISHED', tag: 'third' }, 8],
    [{ tag: ' THIRD ' }, 8],
    [{ tag: 'only 3' }, 1],
    [{ tag: 'thir' }, 0],
    [{ visibility: 'UNLISTED' }, 11],
    [{ visibility: 'UNLISTED', tag: 'third' }, 4],
    [{ search: 'APFEL' }, 6],
    [{ search: 'äpfel 5' }, 1],
    [{ search: 'third many' }, 8],
    [{ search: '100%' }, 0],
    [{ search: '_' }, 0],
    [{ search: "'; DROP TABLE videos; --" }, 0],
    [{ search: '   ' }, 23],
    [{ created: { to: '2020-02-02T02:02:02.002Z' } }, 0],
    [{ created: { from: '2020-02-02T02:02:02.002Z', to: '2020-02-02T02:02:02.003Z' } }, 12],
    [{ created: { from: '2020-02-02T02:02:02.003Z' } }, 11],
    [{ published: { from: '2020-02-02T02:02:02.002Z', to: '2020-02-02T02:02:02.003Z' } }, 3],
    [{ published: { from: '2090-01-01T00:00:00Z' } }, 0],
    [{ inTrash: true }, 0],
    [{ status: null, tag: null, search: null, created: null, inTrash: null }, 23],
  ])('filtered by %j has %i', async (filter, count) => {
    expect(await walk({ filter, first: 5, sort: { field: 'PUBLISHED_AT' } })).toHaveLength(count);
  });
});

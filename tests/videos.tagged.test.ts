import { explain } from './harness/explain';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface Listing {
  videos: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const LIST = `query ($after: String, $sort: VideoSort) { videos(filter: { tag: "bread" }, sort: $sort, first: 2, after: $after) {
  nodes { title } pageInfo { hasNextPage endCursor }
} }`;

describe('the videos of a tag', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it.each([
    ['DESC', ['E', 'D', 'C', 'B', 'A']],
    ['ASC', ['A', 'B', 'C', 'D', 'E']],
  ])('are paged %s as they were created, in the order of the tag’s index', async (direction, expected) => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    for (const title of ['A', 'B', 'C', 'D', 'E']) {
      await createVideo(client, { title, tags: ['bread', 'oven'] });
      await createVideo(client, { title: `not ${title}`, tags: ['oven'] });
      server.clock.advance({ seconds: 1 });
    }
    const titles: string[] = [];
    const statements = await server.sql.during(async () => {
      for (let after: string | null = null; ;) {
        const { videos }: Listing = await client.data(LIST, {
          after,
          sort: { field: 'CREATED_AT', direction },
        });
        titles.push(...videos.nodes.map(({ title }) => title));
        if (!videos.pageInfo.hasNextPage) break;
        after = videos.pageInfo.endCursor;
      }
    });
    expect(titles).toEqual(expected);
    const pages = statements.filter((text) => text.includes('FROM videos'));
    expect(pages).toHaveLength(3);
    // Of a handful of rows a server may begin with whichever table.
    if (!server.database.isEmbedded) return;
    for (const page of pages) expect(await explain(server, page)).not.toContain('TEMP B-TREE');
  });

  it('are found among those in another order, too', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    for (const title of ['C', 'A', 'B']) await createVideo(client, { title, tags: ['bread', title] });
    const { videos } = await client.data<Listing>(LIST, { sort: { field: 'TITLE', direction: 'ASC' } });
    expect(videos.nodes.map(({ title }) => title)).toEqual(['A', 'B']);
  });
});

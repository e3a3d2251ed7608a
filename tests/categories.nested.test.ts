import { type Client } from './harness/Client';
import { explain } from './harness/explain';
import { createCategory, createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface PagedVideos {
  nodes: { title: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

describe('lists in categories', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** This many categories at the top, each with as many under it and as many videos, all of which are in all of them. */
  const library = async (size: number): Promise<Client> => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const ids: string[] = [];
    for (let index = 0; index < size; index += 1) {
      const { id } = await createCategory(client, { name: `Top ${index}` });
      ids.push(id);
      for (let child = 0; child < size; child += 1) {
        await createCategory(client, { name: `Sub ${child}`, parentId: id });
      }
    }
    for (let index = 0; index < size; index += 1) {
      await createVideo(client, { title: `Video ${index}`, categoryIds: ids });
    }
    return client;
  };

  it('take as many SQL statements for 10 rows of 10 as for 2 rows of 2', async () => {
    const query = `{ categories(filter: { topLevel: true }) { nodes {
      name
      children { nodes { name parent { name } } }
      videos { nodes { title categories { name parent { name } } } }
    } } }`;
    const counts: number[] = [];
    for (const size of [2, 10]) {
      const client = await library(size);
      const statements = await server.sql.during(async () => {
        const { categories } = await client.data<{
          categories: {
            nodes: {
              children: { nodes: { name: string; parent: { name: string } }[] };
              videos: { nodes: { title: string; categories: { name: string }[] }[] };
            }[];
          };
        }>(query);
        expect(categories.nodes).toHaveLength(size);
        for (const [index, { children, videos }] of categories.nodes.entries()) {
          expect(children.nodes).toEqual(
            Array.from({ length: size }, (_, child) => ({
              name: `Sub ${child}`,
              parent: { name: `Top ${index}` },
            })),
          );
          expect(videos.nodes.map(({ title }) => title)).toEqual(
            Array.from({ length: size }, (_, place) => `Video ${size - 1 - place}`),
          );
          for (const video of videos.nodes) expect(video.categories).toHaveLength(size);
        }
      });
      counts.push(statements.filter((statement) => /video|categor/.test(statement)).length);
    }
    expect(counts).toEqual([5, 5]);
  });

  it('are paged each in its own order, the videos from the newest on', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const all = await createCategory(client, { name: 'All' });
    const some = await createCategory(client, { name: 'Some' });
    for (const [title, ids] of [
      ['A', [all.id]],
      ['B', [all.id, some.id]],
      ['C', [all.id]],
      ['D', [all.id, some.id]],
      ['E', [all.id]],
    ] as const) {
      await createVideo(client, { title, categoryIds: ids });
    }
    const pages: string[] = [];
    for (let after: string | null = null; ;) {
      const data: { categories: { nodes: { videos: PagedVideos }[] } } = await client.data(
        `query ($after: String) { categories { nodes { videos(first: 2, after: $after) {
          nodes { title } pageInfo { hasNextPage endCursor }
        } } } }`,
        { after },
      );
      const { nodes } = data.categories;
      pages.push(nodes.map(({ videos }) => videos.nodes.map(({ title }) => title).join('')).join(' '));
      const info: PagedVideos['pageInfo'] | undefined = nodes[0]?.videos.pageInfo;
      if (info?.hasNextPage !== true) break;
      after = info.endCursor;
    }
    expect(pages).toEqual(['ED DB', 'CB B', 'A ']);
  });

  it('of one category alone are paged in the same order, without ranking all that it holds', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const { id } = await createCategory(client, { name: 'All', slug: 'all' });
    for (const title of ['A', 'B', 'C', 'D', 'E']) await createVideo(client, { title, categoryIds: [id] });
    const titles: string[][] = [];
    const statements = await server.sql.during(async () => {
      for (let after: string | null = null; ;) {
        const data: { categories: { nodes: { videos: PagedVideos }[] } } = await client.data(
          `query ($slug: String, $after: String) { categories(filter: { slug: $slug }) { nodes {
            videos(first: 2, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } }
          } } }`,
          { slug: 'all', after },
        );
        const videos: PagedVideos | undefined = data.categories.nodes[0]?.videos;
        titles.push(videos?.nodes.map(({ title }) => title) ?? []);
        if (videos?.pageInfo.hasNextPage !== true) break;
        after = videos.pageInfo.endCursor;
      }
    });
    expect(titles).toEqual([['E', 'D'], ['C', 'B'], ['A']]);
    expect(statements.filter((text) => text.includes('FROM video_categories'))).toHaveLength(3);
    expect(statements.join()).not.toContain('ROW_NUMBER');
  });

  it.each(['POSITION', 'NAME', 'CREATED_AT'])('are read in the order of an index by %s', async (field) => {
    const client = await library(2);
    const statements = await server.sql.during(() =>
      client.data('query ($sort: CategorySort) { categories(sort: $sort) { nodes { name } } }', {
        sort: { field },
      }),
    );
    const statement = statements.find((text) => text.includes('FROM categories')) ?? '';
    const plan = await explain(server, statement);
    expect(plan).toMatch(/ix_categories_platformId_/);
    expect(plan).not.toMatch(/filesort|TEMP B-TREE/i);
  });

  it('refuse a page that can not be, and a cursor of another order', async () => {
    const client = await library(2);
    const { collections } = await client.data<{ collections: unknown }>('{ collections { nodes { id } } }');
    expect(collections).toEqual({ nodes: [] });
    const cursor = Buffer.from(JSON.stringify({ by: 'link.videoId', value: 0, id: 'x' })).toString(
      'base64url',
    );
    for (const page of ['first: 0', 'first: 101', 'after: "x"', `after: "${cursor}"`]) {
      const answer = await client.query(`{ categories { nodes { videos(${page}) { nodes { title } } } } }`);
      expect(answer.errors[0]).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: page.split(':')[0] },
      });
    }
  });
});

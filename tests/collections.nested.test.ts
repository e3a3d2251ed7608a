import { type Client } from './harness/Client';
import { createCollection, createVideo, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface Nested {
  collections: {
    nodes: {
      title: string;
      videos: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }[];
  };
}

interface OfVideo {
  video: {
    collections: {
      edges: { cursor: string; node: { title: string } }[];
      pageInfo: { hasNextPage: boolean };
    };
  };
}

describe('lists within lists', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** A platform with this many collections, each holding the same number of videos, which all are in all of them. */
  const library = async (size: number): Promise<Client> => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const ids: string[] = [];
    for (let index = 0; index < size; index += 1) {
      ids.push((await createVideo(client, { title: `Video ${index}`, tags: ['a', `tag ${index}`] })).id);
    }
    for (let index = 0; index < size; index += 1) {
      await createCollection(client, `Collection ${index}`, [...ids.slice(index), ...ids.slice(0, index)]);
    }
    return client;
  };

  it('take as many SQL statements for 20 rows of 20 as for 2 rows of 2', async () => {
    const query = `{ collections(first: 20) { nodes {
      title videoCount
      videos(first: 20) { nodes { title tags collections(first: 20) { nodes { title videoCount } } } }
    } } }`;
    const counts: number[] = [];
    for (const size of [2, 20]) {
      const client = await library(size);
      let nodes: { videos: { nodes: { tags: string[]; collections: { nodes: unknown[] } }[] } }[] = [];
      const statements = await server.sql.during(async () => {
        const data = await client.data<{ collections: { nodes: typeof nodes } }>(query);
        ({ nodes } = data.collections);
      });
      expect(nodes).toHaveLength(size);
      for (const { videos } of nodes) {
        expect(videos.nodes).toHaveLength(size);
        for (const video of videos.nodes) {
          expect(video.tags[0]).toBe('a');
          expect(video.collections.nodes).toHaveLength(size);
        }
      }
      // Not the caller's key, whose use is noted whenever it suits.
      counts.push(statements.filter((statement) => /video|collection/.test(statement)).length);
    }
    expect(counts[0]).toBe(counts[1]);
    expect(counts[1]).toBe(6);
  });

  it('take no more statements when a query asks for the same list in two places', async () => {
    const client = await library(5);
    const query = `{ videos { nodes { ...Titles ...Slugs } } }
      fragment Titles on Video { collections { nodes { title } } }
      fragment Slugs on Video { collections { nodes { slug } } }`;
    const statements = await server.sql.during(() => client.data(query));
    expect(statements.filter((statement) => statement.includes('collection'))).toHaveLength(1);
  });

  it('are paged each in its own order', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const ids = await createVideos(client, ['A', 'B', 'C', 'D', 'E']);
    await createCollection(client, 'Forward', ids);
    await createCollection(client, 'Backward', ids.toReversed());
    await createCollection(client, 'Empty');
    const page = async (after: string | null): Promise<Nested['collections']['nodes']> => {
      const data = await client.data<Nested>(
        `query ($after: String) { collections { nodes { title videos(first: 2, after: $after) {
          nodes { title } pageInfo { hasNextPage endCursor }
        } } } }`,
        { after },
      );
      return data.collections.nodes;
    };
    const titles = (nodes: Nested['collections']['nodes']): string[] =>
      nodes.map((node) => `${node.title}: ${node.videos.nodes.map((video) => video.title).join('')}`);
    const first = await page(null);
    expect(titles(first)).toEqual(['Empty: ', 'Backward: ED', 'Forward: AB']);
    const { endCursor } = first[2]?.videos.pageInfo ?? {};
    const second = await page(endCursor ?? null);
    expect(titles(second)[2]).toBe('Forward: CD');
    const third = await page(second[2]?.videos.pageInfo.endCursor ?? null);
    expect(titles(third)[2]).toBe('Forward: E');
    expect(third[2]?.videos.pageInfo.hasNextPage).toBe(false);
  });

  it('give a video its collections, the oldest first, in pages', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const [id] = await createVideos(client, ['A']);
    for (const title of ['One', 'Two', 'Three']) await createCollection(client, title, [id ?? '']);
    const titles: string[] = [];
    for (let after: string | null = null; ;) {
      const data: OfVideo = await client.data<OfVideo>(
        `query ($id: ID, $after: String) { video(id: $id) { collections(first: 1, after: $after) {
          edges { cursor node { title } } pageInfo { hasNextPage }
        } } }`,
        { id, after },
      );
      const { collections } = data.video;
      titles.push(...collections.edges.map(({ node }) => node.title));
      if (!collections.pageInfo.hasNextPage) break;
      after = collections.edges[0]?.cursor ?? null;
    }
    expect(titles).toEqual(['One', 'Two', 'Three']);
  });

  it('refuse a page that can not be', async () => {
    const client = await library(2);
    for (const page of ['first: 0', 'first: 101', 'after: "x"']) {
      const answer = await client.query(`{ collections { nodes { videos(${page}) { nodes { title } } } } }`);
      expect(answer.errors[0]).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: page.split(':')[0] },
      });
    }
  });
});

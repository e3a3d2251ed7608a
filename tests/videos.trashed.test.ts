import { type Client } from './harness/Client';
import { contentsOf, createCollection, createVideo, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const remove = (client: Client, id: string): ReturnType<Client['query']> =>
  client.query('mutation ($id: ID!) { deleteVideo(id: $id) { id restorableUntil } }', { id });
const restore = (client: Client, id: string): ReturnType<Client['query']> =>
  client.query('mutation ($id: ID!) { restoreVideo(id: $id) { id version video { slug tags deletedAt } } }', {
    id,
  });
const titles = async (client: Client, filter: Record<string, unknown>): Promise<string[]> => {
  const { videos } = await client.data<{ videos: { nodes: { title: string }[] } }>(
    'query ($filter: VideoFilter) { videos(filter: $filter, sort: { field: TITLE, direction: ASC }) { nodes { title } } }',
    { filter },
  );
  return videos.nodes.map(({ title }) => title);
};
const notFound = [{ extensions: { code: 'NOT_FOUND' } }];

describe('a video that is deleted', () => {
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

  it('is seen in the trash only, and can not be used', async () => {
    const { id } = await createVideo(key, { title: 'Gone', slug: 'gone' });
    await createVideo(key, { title: 'Here' });
    const shelf = await createCollection(key, 'Shelf');
    const { deleteVideo } = (await remove(key, id)).data as { deleteVideo: { restorableUntil: string } };
    const days = (Date.parse(deleteVideo.restorableUntil) - server.clock.now().getTime()) / 86_400_000;
    expect(Math.round(days * 1000)).toBe(30_000);
    const found = await key.data(
      'query ($id: ID!) { byId: video(id: $id) { id } bySlug: video(slug: "gone") { id } }',
      { id },
    );
    expect(found).toEqual({ byId: null, bySlug: null });
    expect(await titles(key, {})).toEqual(['Here']);
    expect(await titles(key, { inTrash: true })).toEqual(['Gone']);
    for (const attempt of [
      'updateVideo(input: { id: $id, version: 2, title: "x" })',
      'publishVideo(id: $id, version: 2)',
      'unpublishVideo(id: $id, version: 2)',
      'deleteVideo(id: $id)',
      `addVideosToCollection(collectionId: "${shelf.id}", videoIds: [$id])`,
    ]) {
      const answer = await key.query(`mutation ($id: ID!) { ${attempt} { __typename } }`, { id });
      expect({ attempt, errors: answer.errors }).toMatchObject({ attempt, errors: notFound });
    }
    // Its slug waits for it.
    const taken = await key.query('mutation { createVideo(input: { title: "New", slug: "gone" }) { id } }');
    expect(taken.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'input.slug' } }]);
  });

  it('comes back as it was, into its place in every collection', async () => {
    const ids = await createVideos(key, ['A', 'B', 'C']);
    const { id } = await createVideo(key, { title: 'T', slug: 'tee', tags: ['kept'] });
    const [a, b, c] = ids as [string, string, string];
    const shelf = await createCollection(key, 'Shelf', [a, id, b, c]);
    await remove(key, id);
    expect(await contentsOf(key, shelf.id)).toEqual({ titles: ['A', 'B', 'C'], count: 3 });
    await key.data(
      `mutation ($shelf: ID!, $order: [ID!]!) {
        reorderCollection(collectionId: $shelf, version: 2, videoIds: $order) { id }
      }`,
      { shelf: shelf.id, order: [c, b, a] },
    );
    expect((await restore(key, id)).data).toEqual({
      restoreVideo: { id, version: 3, video: { slug: 'tee', tags: ['kept'], deletedAt: null } },
    });
    expect(await contentsOf(key, shelf.id)).toEqual({ titles: ['C', 'T', 'B', 'A'], count: 4 });
    expect((await restore(key, id)).errors).toMatchObject(notFound);
  });

  it('is gone for good after 30 days, and leaves its slug', async () => {
    const { id } = await createVideo(key, { title: 'Old', slug: 'old', tags: ['old'] });
    const shelf = await createCollection(key, 'Shelf', [id]);
    await remove(key, id);
    server.clock.advance({ days: 29, hours: 23 });
    expect(await titles(key, { inTrash: true })).toEqual(['Old']);
    server.clock.advance({ hours: 1 });
    expect((await restore(key, id)).errors).toMatchObject(notFound);
    expect(await titles(key, { inTrash: true })).toEqual([]);
    await createVideo(key, { title: 'New', slug: 'old' });
    expect(await contentsOf(key, shelf.id)).toEqual({ titles: [], count: 0 });
    for (const table of ['video_tags', 'collection_videos']) {
      const rows = await server.database.reads.query<{ count: number | string }[]>(
        `SELECT COUNT(*) AS count FROM ${table} WHERE videoId = '${id}'`,
      );
      expect([table, Number(rows[0]?.count)]).toEqual([table, 0]);
    }
  });

  it('makes place for the rows of those that are gone', async () => {
    const [old, recent] = (await createVideos(key, ['Old', 'Recent'])) as [string, string];
    await remove(key, old);
    server.clock.advance({ days: 31 });
    await remove(key, recent);
    const left = await server.database.reads.query<{ title: string }[]>(
      `SELECT title FROM videos WHERE platformId = '${platform.id}'`,
    );
    expect(left).toEqual([{ title: 'Recent' }]);
  });

  it('counts towards 50 a day, for whoever deletes; one that is not there does not', async () => {
    const untilTomorrow = 86_400_000 - (server.clock.now().getTime() % 86_400_000);
    // Past midnight, so that all of it falls into one day.
    server.clock.advance({ seconds: Math.ceil(untilTomorrow / 1000) });
    const admin = await platform.admin();
    const [last, ...ids] = await createVideos(
      key,
      Array.from({ length: 51 }, (_, index) => `Video ${index}`),
    );
    expect((await remove(key, '01890000-0000-7000-8000-000000000000')).errors).toMatchObject(notFound);
    const [again] = ids as [string];
    for (const id of ids) expect((await remove(key, id)).errors).toEqual([]);
    expect((await remove(key, again)).errors).toMatchObject([{ extensions: { code: 'GUARDRAIL_EXCEEDED' } }]);
    for (const client of [key, admin]) {
      expect((await remove(client, last ?? '')).errors).toMatchObject([
        { extensions: { code: 'GUARDRAIL_EXCEEDED', limit: 50, used: 50 } },
      ]);
    }
    expect(await titles(key, {})).toEqual(['Video 0']);
    server.clock.advance({ days: 1 });
    expect((await remove(key, last ?? '')).errors).toEqual([]);
  });
});

import { CollectionVideo } from '../src/collections/CollectionVideo';
import { type Client } from './harness/Client';
import { addVideos, contentsOf, createCollection, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

describe("a collection's videos", () => {
  let server: TestServer;
  let platform: TestPlatform;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    editor = await platform.apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  const add = (variables: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($id: ID!, $videoIds: [ID!]!, $position: Int) {
        addVideosToCollection(collectionId: $id, videoIds: $videoIds, position: $position) { id }
      }`,
      variables,
    );
  const remove = (variables: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($id: ID!, $videoIds: [ID!]!) {
        removeVideosFromCollection(collectionId: $id, videoIds: $videoIds) {
          removedCount collection { videoCount }
        }
      }`,
      variables,
    );
  const reorder = (variables: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($id: ID!, $version: Int!, $videoIds: [ID!]!) {
        reorderCollection(collectionId: $id, version: $version, videoIds: $videoIds) {
          version collection { videos { nodes { title } } }
        }
      }`,
      variables,
    );
  const positionsOf = async (collectionId: string): Promise<number[]> =>
    (await server.database.reads.findBy(CollectionVideo, { collectionId })).map((link) => link.position);

  it('are put where they are wanted, and stay where they are when they are added again', async () => {
    const ids = await createVideos(editor, ['A', 'B', 'C', 'D', 'E', 'F']);
    const [a, b, c, d, e, f] = ids as [string, string, string, string, string, string];
    const { id } = await createCollection(editor, 'Shelf', [a, b]);
    expect(await addVideos(editor, id, [c, a], 1)).toMatchObject({ addedCount: 1 });
    expect(await contentsOf(editor, id)).toEqual({ titles: ['A', 'C', 'B'], count: 3 });
    expect(await addVideos(editor, id, [e, d], 0)).toMatchObject({ addedCount: 2 });
    expect(await addVideos(editor, id, [f], 99)).toMatchObject({ addedCount: 1 });
    expect(await contentsOf(editor, id)).toEqual({ titles: ['E', 'D', 'A', 'C', 'B', 'F'], count: 6 });
    expect(await addVideos(editor, id, ids)).toMatchObject({ addedCount: 0 });
    expect((await remove({ id, videoIds: [d, f] })).data).toEqual({
      removeVideosFromCollection: { removedCount: 2, collection: { videoCount: 4 } },
    });
    expect((await remove({ id, videoIds: [d, a] })).data).toMatchObject({
      removeVideosFromCollection: { removedCount: 1 },
    });
    await addVideos(editor, id, [d]);
    expect(await contentsOf(editor, id)).toEqual({ titles: ['E', 'C', 'B', 'D'], count: 4 });
  });

  it('are counted from the ones that show when some are in the trash', async () => {
    const [a, b, c, d] = (await createVideos(editor, ['A', 'B', 'C', 'D'])) as [
      string,
      string,
      string,
      string,
    ];
    const { id } = await createCollection(editor, 'Shelf', [a, b, c]);
    await editor.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: a });
    await addVideos(editor, id, [d], 1);
    expect(await contentsOf(editor, id)).toEqual({ titles: ['B', 'D', 'C'], count: 3 });
    await editor.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id: a });
    expect(await contentsOf(editor, id)).toEqual({ titles: ['A', 'B', 'D', 'C'], count: 4 });
  });

  it('are given a new order as a whole, and nothing else', async () => {
    const ids = await createVideos(editor, ['A', 'B', 'C', 'D']);
    const [a, b, c, d] = ids as [string, string, string, string];
    const { id } = await createCollection(editor, 'Shelf', [a, b, c]);
    expect((await reorder({ id, version: 2, videoIds: [c, a, b] })).data).toEqual({
      reorderCollection: {
        version: 3,
        collection: { videos: { nodes: [{ title: 'C' }, { title: 'A' }, { title: 'B' }] } },
      },
    });
    // One text for all of them: the key may write here, and need not be one that may read.
    for (const videoIds of [[c, a], [c, a, b, d], [c, a, d], [c, a, `${b} `], []]) {
      expect((await reorder({ id, version: 3, videoIds })).errors).toMatchObject([
        {
          message: "videoIds: are not the collection's videos.",
          extensions: { code: 'BAD_USER_INPUT', field: 'videoIds' },
        },
      ]);
    }
    expect((await reorder({ id, version: 3, videoIds: [a, b, a] })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'videoIds.2' } },
    ]);
    expect((await reorder({ id, version: 2, videoIds: [a, b, c] })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', given: 2, current: 3 } },
    ]);
    expect(await contentsOf(editor, id)).toEqual({ titles: ['C', 'A', 'B'], count: 3 });
  });

  it.each([
    ['none', () => [], 'videoIds'],
    ['101 of them', () => Array.from({ length: 101 }, (_, index) => `${index}`), 'videoIds'],
    ['one twice', (id: string) => [id, id], 'videoIds.1'],
  ])('can not be added or removed as %s', async (_name, idsOf, field) => {
    const [video] = (await createVideos(editor, ['A'])) as [string];
    const { id } = await createCollection(editor, 'Shelf', [video]);
    const videoIds = idsOf(video);
    for (const answer of [await add({ id, videoIds }), await remove({ id, videoIds })]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    }
    expect((await add({ id, videoIds: [video], position: -1 })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'position' } },
    ]);
    expect(await contentsOf(editor, id)).toEqual({ titles: ['A'], count: 1 });
  });

  it("are none of another platform's, nor any that are not there: nothing is added then", async () => {
    const other = await (await server.platform()).apiKey({ grantAll: true });
    const [theirs] = (await createVideos(other, ['Theirs'])) as [string];
    const [ours] = (await createVideos(editor, ['Ours'])) as [string];
    const { id } = await createCollection(editor, 'Shelf');
    for (const wrong of [
      theirs,
      '01890000-0000-7000-8000-000000000000',
      `${ours} `,
      ours.toUpperCase(),
      '',
    ]) {
      const answer = await add({ id, videoIds: [ours, wrong] });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', id: wrong } }]);
      expect((await remove({ id, videoIds: [wrong] })).data).toMatchObject({
        removeVideosFromCollection: { removedCount: 0 },
      });
    }
    expect((await add({ id: `${id} `, videoIds: [ours] })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(await contentsOf(editor, id)).toEqual({ titles: [], count: 0 });
  });

  it('are at most 1,000', async () => {
    const [one, two] = (await createVideos(editor, ['A', 'B'])) as [string, string];
    const { id } = await createCollection(editor, 'Full');
    const rows = Array.from({ length: 999 }, (_, index) => ({
      collectionId: id,
      videoId: `filler ${index}`,
      platformId: platform.id,
      position: index,
    }));
    await server.database.transaction((manager) => manager.insert(CollectionVideo, rows));
    const refused = await add({ id, videoIds: [one, two] });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'videoIds' } }]);
    expect((await add({ id, videoIds: [one] })).errors).toEqual([]);
    expect((await add({ id, videoIds: [two] })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'videoIds' } },
    ]);
  });

  it('are all there, each at a place of its own, when many are added at once', async () => {
    const ids = await createVideos(
      editor,
      Array.from({ length: 24 }, (_, index) => `V${index}`),
    );
    const { id } = await createCollection(editor, 'Busy', ids.slice(0, 4));
    const batches = Array.from({ length: 10 }, (_, index) => ids.slice(4 + 2 * index, 6 + 2 * index));
    const results = await Promise.all(
      batches.map((videoIds, index) =>
        add({ id, videoIds, position: index % 2 === 0 ? 1 : null }).then(({ errors }) => errors),
      ),
    );
    expect(results.flat()).toEqual([]);
    const { titles, count } = await contentsOf(editor, id);
    expect(count).toBe(24);
    expect(new Set(titles).size).toBe(24);
    expect(titles[0]).toBe('V0');
    const positions = await positionsOf(id);
    expect(new Set(positions).size).toBe(24);
    // Each batch stayed together.
    for (const [first, second] of batches) {
      const place = titles.indexOf(`V${ids.indexOf(first ?? '')}`);
      expect(titles[place + 1]).toBe(`V${ids.indexOf(second ?? '')}`);
    }
  });

  it('keep one order when several are given at once, and lose nothing to what is added meanwhile', async () => {
    const ids = await createVideos(editor, ['A', 'B', 'C', 'D', 'E', 'F']);
    const { id } = await createCollection(editor, 'Busy', ids.slice(0, 4));
    const orders = [ids.slice(0, 4).toReversed(), [...ids.slice(2, 4), ...ids.slice(0, 2)]];
    const answers = await Promise.all([
      ...orders.map((videoIds) => reorder({ id, version: 2, videoIds })),
      add({ id, videoIds: ids.slice(4) }),
      remove({ id, videoIds: ids.slice(0, 1) }),
    ]);
    const failed = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(failed.length).toBeLessThanOrEqual(2);
    for (const code of failed) expect(code).toBe('CONFLICT');
    const { titles } = await contentsOf(editor, id);
    expect([...titles].sort()).toEqual(['B', 'C', 'D', 'E', 'F']);
    const positions = await positionsOf(id);
    expect(new Set(positions).size).toBe(positions.length);
  });
});

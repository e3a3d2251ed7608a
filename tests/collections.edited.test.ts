import { type Client } from './harness/Client';
import { contentsOf, createCollection, createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = 'id title slug description coverUrl visibility videoCount version';

describe('a collection', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    const scopes = ['COLLECTIONS_READ', 'COLLECTIONS_WRITE', 'VIDEOS_READ', 'VIDEOS_WRITE'];
    editor = await (await server.platform()).apiKey({ scopes });
  });
  afterAll(() => server.close());

  const update = (input: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($input: UpdateCollectionInput!) {
        updateCollection(input: $input) { id version collection { ${FIELDS} } }
      }`,
      { input },
    );

  it('is created, found, edited and deleted; the videos in it stay', async () => {
    const input = { title: ' Été ', description: 'Warm\ndays', coverUrl: 'http://example.com/c.png' };
    const { createCollection: created } = await editor.data<{ createCollection: { id: string } }>(
      `mutation ($input: CreateCollectionInput!) {
        createCollection(input: $input) { id version collection { ${FIELDS} } }
      }`,
      { input },
    );
    const { id } = created;
    const expected = { ...input, id, title: 'Été', slug: 'ete', visibility: 'MEMBERS', videoCount: 0 };
    expect(created).toEqual({ id, version: 1, collection: { ...expected, version: 1 } });
    const edited = await update({ id, version: 1, title: 'Winter', coverUrl: null, visibility: 'PUBLIC' });
    const winter = { ...expected, title: 'Winter', coverUrl: null, visibility: 'PUBLIC', version: 2 };
    expect(edited.data).toEqual({ updateCollection: { id, version: 2, collection: winter } });
    const found = `query ($id: ID!) { byId: collection(id: $id) { ${FIELDS} } bySlug: collection(slug: "ete") { id } }`;
    expect(await editor.data(found, { id })).toEqual({ byId: winter, bySlug: { id } });
    const [videoId] = (await createVideos(editor, ['Kept'])) as [string];
    await editor.data(
      'mutation ($id: ID!, $v: ID!) { addVideosToCollection(collectionId: $id, videoIds: [$v]) { id } }',
      { id, v: videoId },
    );
    expect(await editor.data('mutation ($id: ID!) { deleteCollection(id: $id) { id } }', { id })).toEqual({
      deleteCollection: { id },
    });
    expect(await editor.data(found, { id })).toEqual({ byId: null, bySlug: null });
    const { video } = await editor.data(
      'query ($id: ID!) { video(id: $id) { title collections { nodes { id } } } }',
      { id: videoId },
    );
    expect(video).toEqual({ title: 'Kept', collections: { nodes: [] } });
    const again = await editor.query('mutation ($id: ID!) { deleteCollection(id: $id) { id } }', { id });
    expect(again.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is refused at a version that has passed, and a slug that is taken', async () => {
    const { id } = await createCollection(editor, 'First');
    await createCollection(editor, 'Second');
    expect((await update({ id, version: 1, slug: 'second' })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'input.slug' } },
    ]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => update({ id, version: 1, title: `Edit ${index}` })),
    );
    expect(answers.map(({ errors }) => errors[0]?.extensions.code ?? 'DONE').sort()).toEqual([
      ...Array<string>(5).fill('CONFLICT'),
      'DONE',
    ]);
  });

  it('is listed by title and by time, filtered and searched', async () => {
    for (const title of ['beta', 'Alpha', 'Ärger', 'alpha', 'Gamma']) await createCollection(editor, title);
    const titles = async (variables: Record<string, unknown>): Promise<string[]> => {
      const found: string[] = [];
      for (let after: unknown = null; ;) {
        const { collections } = await editor.data<{
          collections: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }>(
          `query ($filter: CollectionFilter, $sort: CollectionSort, $after: String) {
            collections(filter: $filter, sort: $sort, first: 2, after: $after) {
              nodes { title } pageInfo { hasNextPage endCursor }
            }
          }`,
          { ...variables, after },
        );
        found.push(...collections.nodes.map(({ title }) => title));
        if (!collections.pageInfo.hasNextPage) return found;
        after = collections.pageInfo.endCursor;
      }
    };
    expect(await titles({ sort: { field: 'TITLE', direction: 'ASC' } })).toEqual([
      'Alpha',
      'alpha',
      'Ärger',
      'beta',
      'Gamma',
    ]);
    expect(await titles({})).toEqual(['Gamma', 'alpha', 'Ärger', 'Alpha', 'beta']);
    expect(await titles({ filter: { search: 'ALPH' } })).toEqual(['alpha', 'Alpha']);
    expect(await titles({ filter: { visibility: 'PUBLIC' } })).toEqual([]);
    expect(await titles({ filter: { created: { to: '2020-01-01T00:00:00Z' } } })).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no title', { title: ' ' }, 'input.title'],
    ['a title that is too long', { title: 'x'.repeat(201) }, 'input.title'],
    ['a slug with a slash', { slug: 'a/b' }, 'input.slug'],
    ['a description that is too long', { description: 'x'.repeat(5_001) }, 'input.description'],
    ['a cover that is no web address', { coverUrl: 'ftp://example.com/c.png' }, 'input.coverUrl'],
    ['no title at all', { title: null }, 'input.title'],
    ['no visibility at all', { visibility: null }, 'input.visibility'],
  ])('is refused %s', async (_name, content, field) => {
    const { id } = await createCollection(editor, 'Unchanged');
    expect(await update({ id, version: 1, ...content })).toMatchObject({
      status: 200,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field } }],
    });
  });

  it('can be filled by a key that may only write', async () => {
    const platform = await server.platform();
    const writer = await platform.apiKey({ scopes: ['COLLECTIONS_WRITE'] });
    const reader = await platform.apiKey({ scopes: ['COLLECTIONS_READ', 'VIDEOS_READ'] });
    const videos = await createVideos(await platform.apiKey({ scopes: ['VIDEOS_WRITE'] }), ['A', 'B']);
    const { id, version } = await createCollection(writer, 'Blind', videos);
    expect(await contentsOf(reader, id)).toEqual({ titles: ['A', 'B'], count: 2 });
    const reordered = await writer.data(
      `mutation ($id: ID!, $version: Int!, $ids: [ID!]!) {
        reorderCollection(collectionId: $id, version: $version, videoIds: $ids) { id version }
      }`,
      { id, version, ids: videos.toReversed() },
    );
    expect(reordered).toEqual({ reorderCollection: { id, version: version + 1 } });
  });

  it('shows no videos to a key that may read collections only, and no collections to one of videos', async () => {
    const platform = await server.platform();
    const collections = await platform.apiKey({ scopes: ['COLLECTIONS_READ'] });
    const videos = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    for (const [client, query, scope] of [
      [collections, '{ collections { nodes { videos { pageInfo { hasNextPage } } } } }', 'VIDEOS_READ'],
      [videos, '{ videos { nodes { collections { pageInfo { hasNextPage } } } } }', 'COLLECTIONS_READ'],
    ] as const) {
      expect(await client.query(query)).toMatchObject({
        status: 403,
        errors: [{ extensions: { missingScopes: [scope] } }],
      });
    }
    expect(await collections.data('{ collections { nodes { title videoCount } } }')).toEqual({
      collections: { nodes: [] },
    });
  });
});

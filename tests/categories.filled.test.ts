import { type Answer, type Client } from './harness/Client';
import { createCategory, createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

describe('the videos of a category', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;
  let one: string;
  let two: string;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    key = await platform.apiKey({ grantAll: true });
    one = (await createCategory(key, { name: 'One' })).id;
    two = (await createCategory(key, { name: 'Two' })).id;
  });
  afterAll(() => server.close());

  const update = (input: Record<string, unknown>, client = key): Promise<Answer<{ updateVideo: Written }>> =>
    client.query('mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id version } }', {
      input,
    });
  const categoriesOf = async (id: string): Promise<string[]> => {
    const { video } = await key.data<{ video: { categories: { name: string }[] } }>(
      'query ($id: ID) { video(id: $id) { categories { name } } }',
      { id },
    );
    return video.categories.map(({ name }) => name);
  };
  const titles = async (): Promise<Record<string, string[]>> => {
    const { categories } = await key.data<{
      categories: { nodes: { name: string; videos: { nodes: { title: string }[] } }[] };
    }>('{ categories { nodes { name videos { nodes { title } } } } }');
    return Object.fromEntries(
      categories.nodes.map(({ name, videos }) => [name, videos.nodes.map(({ title }) => title)]),
    );
  };

  it('are put in and taken out with the video, and are there newest first', async () => {
    const { id: a } = await createVideo(key, { title: 'A', categoryIds: [two, one] });
    const { id: b } = await createVideo(key, { title: 'B', categoryIds: [one] });
    await createVideo(key, { title: 'C' });
    expect(await categoriesOf(a)).toEqual(['One', 'Two']);
    expect(await titles()).toEqual({ One: ['B', 'A'], Two: ['A'] });
    await update({ id: a, version: 1, categoryIds: [two] });
    await update({ id: b, version: 1, categoryIds: [two, one] });
    expect(await titles()).toEqual({ One: ['B'], Two: ['B', 'A'] });
    await update({ id: b, version: 2, title: 'B2' });
    expect(await categoriesOf(b)).toEqual(['One', 'Two']);
    await update({ id: b, version: 3, categoryIds: [] });
    expect(await titles()).toEqual({ One: [], Two: ['A'] });
  });

  it('change all together or not at all', async () => {
    const { id } = await createVideo(key, { title: 'A', categoryIds: [one] });
    const foreign = await createCategory(await (await server.platform()).apiKey({ grantAll: true }), {
      name: 'X',
    });
    for (const missing of [NOWHERE, 'x', foreign.id]) {
      const answer = await update({ id, version: 1, title: 'Changed', categoryIds: [two, missing] });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', id: missing } }]);
      const created = await key.query(
        'mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id } }',
        { input: { title: 'New', categoryIds: [missing] } },
      );
      expect(created.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', id: missing } }]);
    }
    for (const [categoryIds, field] of [
      [[one, one], 'input.categoryIds.1'],
      [Array.from({ length: 11 }, (_, index) => `${index}`), 'input.categoryIds'],
      [null, 'input.categoryIds'],
    ]) {
      const { errors } = await update({ id, version: 1, categoryIds });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    }
    expect(await titles()).toEqual({ One: ['A'], Two: [] });
  });

  it('are changed by a key that may only write, which learns nothing of the categories', async () => {
    const writer = await platform.apiKey({ scopes: ['VIDEOS_WRITE'] });
    const { id } = await createVideo(writer, { title: 'A', categoryIds: [one] });
    expect((await update({ id, version: 1, categoryIds: [two] }, writer)).errors).toEqual([]);
    expect(await titles()).toEqual({ One: [], Two: ['A'] });
  });

  it('need VIDEOS_READ, and the categories of a video CATEGORIES_READ', async () => {
    for (const [scope, query, missing] of [
      ['CATEGORIES_READ', '{ categories { nodes { videos { pageInfo { hasNextPage } } } } }', 'VIDEOS_READ'],
      ['VIDEOS_READ', '{ videos { nodes { categories { name } } } }', 'CATEGORIES_READ'],
    ] as const) {
      const client = await platform.apiKey({ scopes: [scope] });
      expect(await client.query(query)).toMatchObject({
        status: 403,
        errors: [{ extensions: { missingScopes: [missing] } }],
      });
    }
    // A filter would tell a key without CATEGORIES_READ what is in a category.
    const filter = await key.query(
      'query ($id: ID!) { videos(filter: { categoryId: $id }) { nodes { id } } }',
      { id: one },
    );
    expect(filter.status).toBe(400);
  });

  it('stay in it through the trash, unseen, and are gone with the video for good', async () => {
    const { id } = await createVideo(key, { title: 'A', categoryIds: [one, two] });
    const trash = 'mutation ($id: ID!) { deleteVideo(id: $id) { id } }';
    await key.data(trash, { id });
    expect(await titles()).toEqual({ One: [], Two: [] });
    await key.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id });
    expect(await titles()).toEqual({ One: ['A'], Two: ['A'] });
    await key.data(trash, { id });
    server.clock.advance({ days: 31 });
    const later = await platform.apiKey({ grantAll: true });
    await later.data(trash, { id: (await createVideo(later, { title: 'B' })).id });
    const left = await server.database.reads.query<unknown[]>(
      `SELECT * FROM video_categories WHERE platformId = '${platform.id}'`,
    );
    expect(left).toEqual([]);
  });

  it('are put in and the category deleted at once, without a link that leads nowhere', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await createCategory(key, { name: `Round ${round}` });
      await Promise.all([
        ...Array.from({ length: 4 }, (_, index) =>
          key.query('mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id } }', {
            input: { title: `V ${index}`, categoryIds: [id] },
          }),
        ),
        key.query('mutation ($id: ID!) { deleteCategory(id: $id) { id } }', { id }),
      ]);
      const links = `SELECT * FROM video_categories WHERE categoryId = '${id}'`;
      expect(await server.database.reads.query(links)).toEqual([]);
    }
  });
});

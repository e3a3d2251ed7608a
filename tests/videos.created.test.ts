import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

describe('a video that is created', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('has everything that was given, and is a draft', async () => {
    const editor = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    const input = {
      title: '  Sourdough from scratch 🍞 ',
      slug: 'sourdough',
      description: 'Flour, water, salt.\nAnd time.',
      tags: ['Bread', ' slow   food ', 'BREAD'],
      visibility: 'PUBLIC',
      durationSeconds: 604_800,
      thumbnailUrl: 'HTTPS://Example.com/a b.jpg',
    };
    const { createVideo: payload } = await editor.data<{ createVideo: { video: { id: string } } }>(
      `mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id version video {
        id title slug description tags status visibility durationSeconds thumbnailUrl
        publishedAt scheduledAt deletedAt version createdAt updatedAt
      } } }`,
      { input },
    );
    expect(payload.video).toMatchObject({
      title: 'Sourdough from scratch 🍞',
      slug: 'sourdough',
      description: 'Flour, water, salt.\nAnd time.',
      tags: ['bread', 'slow food'],
      status: 'DRAFT',
      visibility: 'PUBLIC',
      durationSeconds: 604_800,
      thumbnailUrl: 'https://example.com/a%20b.jpg',
      publishedAt: null,
      scheduledAt: null,
      deletedAt: null,
      version: 1,
    });
    const found = await editor.data(
      `query ($id: ID!) {
        byId: video(id: $id) { id tags durationSeconds }
        bySlug: video(slug: "sourdough") { id tags durationSeconds }
      }`,
      { id: payload.video.id },
    );
    const expected = { id: payload.video.id, tags: ['bread', 'slow food'], durationSeconds: 604_800 };
    expect(found).toEqual({ byId: expected, bySlug: expected });
  });

  it('can be made and edited by a key that may only write', async () => {
    const writer = await (await server.platform()).apiKey({ scopes: ['VIDEOS_WRITE'] });
    const { id, version } = await createVideo(writer, { title: 'Unseen' });
    const edited = await writer.data(
      'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id version } }',
      { input: { id, version, title: 'Still unseen' } },
    );
    expect(edited).toEqual({ updateVideo: { id, version: 2 } });
  });

  it.each([
    ['Crème brûlée: 3 ways!', 'creme-brulee-3-ways'],
    ['--Hello__World--', 'hello-world'],
    ['日本語', 'video'],
    ['🎬', 'video'],
    ['x'.repeat(200), 'x'.repeat(80)],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
  ])('called %j gets the slug %j', async (title, slug) => {
    const editor = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    const { id } = await createVideo(editor, { title });
    const { video } = await editor.data('query ($id: ID!) { video(id: $id) { slug } }', { id });
    expect(video).toEqual({ slug });
  });

  it('gets a slug of its own when many of one title are made at once', async () => {
    const editor = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    await Promise.all(Array.from({ length: 12 }, () => createVideo(editor, { title: 'Intro' })));
    const { videos } = await editor.data<{ videos: { nodes: { slug: string }[] } }>(
      '{ videos { nodes { slug } } }',
    );
    const slugs = new Set(videos.nodes.map(({ slug }) => slug));
    expect(slugs.size).toBe(12);
    expect(slugs).toContain('intro');
    for (const slug of slugs) expect(slug).toMatch(/^intro(-[0-9a-z]{5})?$/);
  });

  it('is refused a slug that is taken on its platform, and on no other', async () => {
    const [one, other] = [await server.platform(), await server.platform()];
    const key = await one.apiKey({ scopes: ['VIDEOS_WRITE'] });
    await createVideo(key, { title: 'First', slug: 'taken' });
    await createVideo(await other.apiKey({ scopes: ['VIDEOS_WRITE'] }), { title: 'First', slug: 'taken' });
    const answer = await key.query(
      'mutation { createVideo(input: { title: "Second", slug: "taken" }) { id } }',
    );
    expect(answer).toMatchObject({
      status: 200,
      errors: [{ extensions: { code: 'CONFLICT', field: 'input.slug' } }],
    });
  });
});

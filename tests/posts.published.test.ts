import { type Client } from './harness/Client';
import { change, refusal } from './harness/community';
import { startServer, type TestServer } from './harness/startServer';

interface Published {
  version: number;
  post: { status: string; publishedAt: string | null; scheduledAt: string | null };
}

const SELECTION = 'version post { status publishedAt scheduledAt }';

describe('a post that is published', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    editor = await (await server.platform()).apiKey({ scopes: ['POSTS_READ', 'POSTS_WRITE'] });
  });
  afterAll(() => server.close());

  const create = async (input: Record<string, unknown>): Promise<string> => {
    server.clock.advance({ seconds: 1 });
    return (await change<{ id: string }>(editor, 'createPost', input, 'id')).id;
  };
  const publish = (input: Record<string, unknown>): Promise<Published> =>
    change(editor, 'publishPost', input, SELECTION);
  const inHours = (hours: number): string =>
    new Date(server.clock.now().getTime() + hours * 3_600_000).toISOString();
  const titles = async (variables: Record<string, unknown>): Promise<string[]> => {
    const { posts } = await editor.data<{ posts: { nodes: { title: string }[] } }>(
      `query ($filter: PostFilter, $sort: PostSort) {
        posts(filter: $filter, sort: $sort) { nodes { title } }
      }`,
      variables,
    );
    return posts.nodes.map(({ title }) => title);
  };

  it('is published now, keeps its time, and can become a draft again', async () => {
    const id = await create({ title: 'Now' });
    const { post } = await publish({ id, version: 1 });
    expect(post).toMatchObject({ status: 'PUBLISHED', scheduledAt: null });
    server.clock.advance({ hours: 1 });
    expect(await publish({ id, version: 2 })).toEqual({ version: 3, post });
    expect(await refusal(editor, 'publishPost', { id, version: 3, scheduledAt: inHours(1) })).toMatchObject({
      code: 'CONFLICT',
      field: 'status',
      current: 'PUBLISHED',
    });
    const edit = { id, version: 3, title: 'Still' };
    expect(await change(editor, 'updatePost', edit, SELECTION)).toMatchObject({ post });
    expect(await change(editor, 'updatePost', { id, version: 4, unpublish: true }, SELECTION)).toEqual({
      version: 5,
      post: { status: 'DRAFT', publishedAt: null, scheduledAt: null },
    });
    expect(await refusal(editor, 'publishPost', { id, version: 4 })).toMatchObject({
      code: 'CONFLICT',
      field: 'version',
    });
  });

  it('appears at its time without anything being done', async () => {
    const id = await create({ title: 'Later' });
    const scheduledAt = inHours(2);
    expect(await publish({ id, version: 1, scheduledAt })).toEqual({
      version: 2,
      post: { status: 'SCHEDULED', publishedAt: null, scheduledAt },
    });
    expect(await titles({ filter: { status: 'PUBLISHED' } })).toEqual([]);
    expect(await titles({ filter: { status: 'SCHEDULED' } })).toEqual(['Later']);
    server.clock.advance({ hours: 2 });
    expect(await titles({ filter: { status: 'PUBLISHED' } })).toEqual(['Later']);
    const { post } = await editor.data<{ post: unknown }>(
      'query ($id: ID!) { post(id: $id) { status publishedAt scheduledAt } }',
      { id },
    );
    expect(post).toEqual({ status: 'PUBLISHED', publishedAt: scheduledAt, scheduledAt: null });
  });

  it('is refused a time that is past or too far away', async () => {
    const id = await create({ title: 'Never' });
    for (const scheduledAt of [inHours(-1), inHours(24 * 366 * 5)]) {
      expect(await refusal(editor, 'publishPost', { id, version: 1, scheduledAt })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.scheduledAt',
      });
    }
  });

  it('is found by what it is', async () => {
    const draft = { title: 'Draft' };
    const pinned = { title: 'Pinned', pinned: true, visibility: 'PUBLIC' };
    await create(draft);
    const early = await publish({ id: await create(pinned), version: 1 });
    server.clock.advance({ hours: 1 });
    await publish({ id: await create({ title: 'News' }), version: 1 });
    await publish({ id: await create({ title: 'Soon' }), version: 1, scheduledAt: inHours(1) });
    const from = new Date(Date.parse(early.post.publishedAt ?? '') + 1).toISOString();
    const requests: [Record<string, unknown>, string[]][] = [
      [{}, ['Soon', 'News', 'Pinned', 'Draft']],
      [{ sort: { field: 'CREATED_AT', direction: 'ASC' } }, ['Draft', 'Pinned', 'News', 'Soon']],
      [{ sort: { field: 'PUBLISHED_AT' } }, ['Soon', 'News', 'Pinned', 'Draft']],
      [{ sort: { field: 'PUBLISHED_AT', direction: 'ASC' } }, ['Draft', 'Pinned', 'News', 'Soon']],
      [{ filter: { status: 'DRAFT' } }, ['Draft']],
      [{ filter: { status: 'PUBLISHED' } }, ['News', 'Pinned']],
      [{ filter: { pinned: true } }, ['Pinned']],
      [{ filter: { pinned: false, status: 'PUBLISHED' } }, ['News']],
      [{ filter: { visibility: 'PUBLIC' } }, ['Pinned']],
      [{ filter: { published: { from } } }, ['News']],
      [{ filter: { published: { to: from } } }, ['Pinned']],
    ];
    for (const [request, expected] of requests) {
      expect({ request, found: await titles(request) }).toEqual({ request, found: expected });
    }
  });
});

import { type Client } from './harness/Client';
import { change, refusal } from './harness/community';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = 'id title body status visibility pinned publishedAt scheduledAt version';

describe('a community post', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    editor = await (await server.platform()).apiKey({ scopes: ['POSTS_READ', 'POSTS_WRITE'] });
  });
  afterAll(() => server.close());

  const create = (input: Record<string, unknown>): Promise<{ id: string; version: number }> =>
    change(editor, 'createPost', input, 'id version');
  const read = async (id: string): Promise<unknown> =>
    (await editor.data<{ post: unknown }>(`query ($id: ID!) { post(id: $id) { ${FIELDS} } }`, { id })).post;

  it('is created as a draft, edited and deleted', async () => {
    const input = { title: ' Bake-along ', body: '# Sunday\n\nBring *your* starter. <b>' };
    const created = await change<{ id: string }>(
      editor,
      'createPost',
      input,
      `id version post { ${FIELDS} }`,
    );
    const { id } = created;
    const draft = {
      id,
      title: 'Bake-along',
      body: input.body,
      status: 'DRAFT',
      visibility: 'MEMBERS',
      pinned: false,
      publishedAt: null,
      scheduledAt: null,
      version: 1,
    };
    expect(created).toEqual({ id, version: 1, post: draft });
    expect(await read(id)).toEqual(draft);
    const edit = { id, version: 1, body: 'Monday', pinned: true, visibility: 'PUBLIC' };
    const edited = { ...draft, body: 'Monday', pinned: true, visibility: 'PUBLIC', version: 2 };
    expect(await change(editor, 'updatePost', edit, `id version post { ${FIELDS} }`)).toEqual({
      id,
      version: 2,
      post: edited,
    });
    expect(await read(id)).toEqual(edited);
    const remove = 'mutation ($id: ID!) { deletePost(id: $id) { id } }';
    expect(await editor.data(remove, { id })).toEqual({ deletePost: { id } });
    expect(await read(id)).toBeNull();
    expect((await editor.query(remove, { id })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(await refusal(editor, 'updatePost', { id, version: 2 })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is edited once by six at once', async () => {
    const { id } = await create({ title: 'One' });
    const refusals = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        refusal(editor, 'updatePost', { id, version: 1, title: `Edit ${index}` }),
      ),
    );
    expect(refusals.map((details) => details?.code ?? 'DONE').sort()).toEqual([
      ...Array<string>(5).fill('CONFLICT'),
      'DONE',
    ]);
  });

  it('holds 20,000 characters, however many bytes they take', async () => {
    const body = '🍞'.repeat(20_000);
    const { id } = await create({ title: 'Long', body });
    expect(await read(id)).toMatchObject({ body });
  });

  it('brings its body along only where it is asked for, for all posts of a list at once', async () => {
    for (const title of ['A', 'B', 'C']) await create({ title, body: `${title}!` });
    const query = async (selection: string): Promise<{ nodes: unknown[]; statements: string[] }> => {
      let nodes: unknown[] = [];
      const statements = await server.sql.during(async () => {
        const { posts } = await editor.data<{ posts: { nodes: unknown[] } }>(
          `{ posts { nodes { ${selection} } } }`,
        );
        nodes = posts.nodes;
      });
      return { nodes, statements: statements.filter((statement) => /FROM posts/.test(statement)) };
    };
    const without = await query('title');
    expect(without.nodes).toHaveLength(3);
    expect(without.statements).toHaveLength(1);
    expect(without.statements[0]).not.toMatch(/body/);
    const bodies = await query('body');
    expect(new Set(bodies.nodes)).toEqual(new Set(['A!', 'B!', 'C!'].map((body) => ({ body }))));
    expect(bodies.statements).toHaveLength(2);
  });

  it.each([
    ['an empty title', { title: ' ' }, 'input.title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'input.title'],
    ['a title of two lines', { title: 'a\nb' }, 'input.title'],
    ['a body of 20,001 characters', { body: 'x'.repeat(20_001) }, 'input.body'],
    ['a bell in the body', { body: 'ding\u0007' }, 'input.body'],
  ])('refuses %s', async (_case, given, field) => {
    const { id } = await create({ title: 'Valid' });
    const expected = { code: 'BAD_USER_INPUT', field };
    expect(await refusal(editor, 'createPost', { title: 'New', ...given })).toMatchObject(expected);
    expect(await refusal(editor, 'updatePost', { id, version: 1, ...given })).toMatchObject(expected);
    expect(await read(id)).toMatchObject({ title: 'Valid', version: 1 });
  });

  it.each(['title', 'body', 'visibility', 'pinned'])('can not lose its %s', async (field) => {
    const { id } = await create({ title: 'Valid' });
    expect(await refusal(editor, 'updatePost', { id, version: 1, [field]: null })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: `input.${field}`,
    });
  });
});

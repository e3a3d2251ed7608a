import { type Client } from './harness/Client';
import { change, refusal } from './harness/community';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = 'id title slug body status seoDescription navigationPosition publishedAt version';

describe('a page of the site', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    editor = await (await server.platform()).apiKey({ scopes: ['PAGES_READ', 'PAGES_WRITE'] });
  });
  afterAll(() => server.close());

  const create = (input: Record<string, unknown>): Promise<{ id: string; version: number }> => {
    server.clock.advance({ seconds: 1 });
    return change(editor, 'createPage', input, 'id version');
  };
  const read = async (id: string): Promise<unknown> =>
    (await editor.data<{ page: unknown }>(`query ($id: ID) { page(id: $id) { ${FIELDS} } }`, { id })).page;

  it('is created as a draft, found, edited and deleted', async () => {
    const input = { title: ' Über uns ', body: '# Hello\n', navigationPosition: 2, seoDescription: 'Us' };
    const created = await change<{ id: string }>(
      editor,
      'createPage',
      input,
      `id version page { ${FIELDS} }`,
    );
    const { id } = created;
    const draft = {
      ...input,
      id,
      title: 'Über uns',
      slug: 'uber-uns',
      body: '# Hello',
      status: 'DRAFT',
      publishedAt: null,
      version: 1,
    };
    expect(created).toEqual({ id, version: 1, page: draft });
    const edit = { title: 'About', slug: 'about', body: '', navigationPosition: null, seoDescription: null };
    const edited = { ...draft, ...edit, version: 2 };
    expect(
      await change(editor, 'updatePage', { id, version: 1, ...edit }, `id version page { ${FIELDS} }`),
    ).toEqual({ id, version: 2, page: edited });
    expect(await read(id)).toEqual(edited);
    expect(
      await editor.data('{ new: page(slug: "about") { id } old: page(slug: "uber-uns") { id } }'),
    ).toEqual({ new: { id }, old: null });
    const remove = 'mutation ($id: ID!) { deletePage(id: $id) { id } }';
    expect(await editor.data(remove, { id })).toEqual({ deletePage: { id } });
    expect(await read(id)).toBeNull();
    expect((await editor.query(remove, { id })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
  });

  it('is published, keeps its time, and can become a draft again', async () => {
    const { id } = await create({ title: 'Rules' });
    const selection = 'version page { status publishedAt }';
    const published = await change<{ page: unknown }>(editor, 'publishPage', { id, version: 1 }, selection);
    expect(published).toEqual({
      version: 2,
      page: { status: 'PUBLISHED', publishedAt: expect.stringMatching(/Z$/) as string },
    });
    server.clock.advance({ hours: 1 });
    const { page } = published;
    expect(await change(editor, 'publishPage', { id, version: 2 }, selection)).toEqual({ version: 3, page });
    expect(await refusal(editor, 'publishPage', { id, version: 2 })).toMatchObject({ code: 'CONFLICT' });
    const draft = { version: 4, page: { status: 'DRAFT', publishedAt: null } };
    expect(await change(editor, 'updatePage', { id, version: 3, unpublish: true }, selection)).toEqual(draft);
  });

  it('has a slug of its own', async () => {
    const { id } = await create({ title: 'About' });
    await create({ title: 'About' });
    await create({ title: 'Contact' });
    const taken = { code: 'CONFLICT', field: 'input.slug' };
    expect(await refusal(editor, 'createPage', { title: 'New', slug: 'about' })).toMatchObject(taken);
    expect(await refusal(editor, 'updatePage', { id, version: 1, slug: 'contact' })).toMatchObject(taken);
    const { pages } = await editor.data<{ pages: { nodes: { slug: string }[] } }>(
      '{ pages { nodes { slug } } }',
    );
    expect(pages.nodes.map(({ slug }) => slug)).toEqual([
      'contact',
      expect.stringMatching(/^about-[a-z0-9]{5}$/),
      'about',
    ]);
  });

  it('is listed in the order of the menu, by title and by time, without its body', async () => {
    await create({ title: 'émile', navigationPosition: 2 });
    const { id } = await create({ title: 'Zoë', navigationPosition: 1 });
    await create({ title: 'Édith' });
    await change(editor, 'publishPage', { id, version: 1 }, 'id');
    const titles = async (variables: Record<string, unknown>): Promise<string[]> => {
      const { pages } = await editor.data<{ pages: { nodes: { title: string }[] } }>(
        `query ($filter: SitePageFilter, $sort: SitePageSort) {
          pages(filter: $filter, sort: $sort) { nodes { title } }
        }`,
        variables,
      );
      return pages.nodes.map(({ title }) => title);
    };
    const menu = { field: 'NAVIGATION_POSITION', direction: 'ASC' };
    const requests: [Record<string, unknown>, string[]][] = [
      [{}, ['Édith', 'Zoë', 'émile']],
      [{ sort: { field: 'TITLE', direction: 'ASC' } }, ['Édith', 'émile', 'Zoë']],
      [{ filter: { inNavigation: true }, sort: menu }, ['Zoë', 'émile']],
      [{ sort: menu }, ['Édith', 'Zoë', 'émile']],
      [{ filter: { inNavigation: false } }, ['Édith']],
      [{ filter: { status: 'PUBLISHED' } }, ['Zoë']],
      [{ filter: { status: 'DRAFT' } }, ['Édith', 'émile']],
    ];
    for (const [request, expected] of requests) {
      expect({ request, found: await titles(request) }).toEqual({ request, found: expected });
    }
    const statements = await server.sql.during(() => titles({}));
    expect(statements.filter((statement) => /\bbody\b/.test(statement))).toEqual([]);
  });

  it('holds 50,000 characters of four bytes each', async () => {
    // As many as a request may carry in one body.
    const body = '🍞'.repeat(50_000);
    const { id } = await create({ title: 'Long', body });
    expect(await read(id)).toMatchObject({ body });
  });

  it.each([
    ['an empty title', { title: ' ' }, 'input.title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'input.title'],
    ['a slug that is none', { slug: 'About us' }, 'input.slug'],
    ['a body of 100,001 characters', { body: 'x'.repeat(100_001) }, 'input.body'],
    ['an empty description', { seoDescription: '' }, 'input.seoDescription'],
    ['a description of 321 characters', { seoDescription: 'x'.repeat(321) }, 'input.seoDescription'],
    ['a place below 0', { navigationPosition: -1 }, 'input.navigationPosition'],
    ['a place beyond 10,000', { navigationPosition: 10_001 }, 'input.navigationPosition'],
  ])('refuses %s', async (_case, given, field) => {
    const { id } = await create({ title: 'Valid' });
    const expected = { code: 'BAD_USER_INPUT', field };
    expect(await refusal(editor, 'createPage', { title: 'New', ...given })).toMatchObject(expected);
    expect(await refusal(editor, 'updatePage', { id, version: 1, ...given })).toMatchObject(expected);
    expect(await read(id)).toMatchObject({ title: 'Valid', version: 1 });
  });

  it.each(['title', 'slug', 'body'])('can not lose its %s', async (field) => {
    const { id } = await create({ title: 'Valid' });
    expect(await refusal(editor, 'updatePage', { id, version: 1, [field]: null })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: `input.${field}`,
    });
  });

  it.each(['{ page { id } }', '{ page(id: "x", slug: "y") { id } }'])(
    'is asked for by one name: %s',
    async (query) => {
      expect((await editor.query(query)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});

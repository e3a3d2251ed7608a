import { type Answer, type Client } from './harness/Client';
import { createCategory, createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const FIELDS = 'id name slug description position parent { name } version';
const NOWHERE = '01890000-0000-7000-8000-000000000000';
const notFound = [{ extensions: { code: 'NOT_FOUND' } }];

describe('a category', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    editor = await platform.apiKey({ scopes: ['CATEGORIES_READ', 'CATEGORIES_WRITE'] });
  });
  afterAll(() => server.close());

  const update = (input: Record<string, unknown>): Promise<Answer<{ updateCategory: Written }>> =>
    editor.query(
      `mutation ($input: UpdateCategoryInput!) {
        updateCategory(input: $input) { id version category { ${FIELDS} } }
      }`,
      { input },
    );
  const create = (input: Record<string, unknown>): Promise<Answer> =>
    editor.query('mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { id } }', {
      input,
    });
  const remove = (id: string): Promise<Answer> =>
    editor.query('mutation ($id: ID!) { deleteCategory(id: $id) { id } }', { id });
  const list = async (variables: Record<string, unknown> = {}): Promise<string[]> => {
    const found: string[] = [];
    for (let after: unknown = null; ;) {
      const { categories } = await editor.data<{
        categories: {
          nodes: { name: string; position: number; parent: { name: string } | null }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(
        `query ($filter: CategoryFilter, $sort: CategorySort, $after: String) {
          categories(filter: $filter, sort: $sort, first: 2, after: $after) {
            nodes { name position parent { name } } pageInfo { hasNextPage endCursor }
          }
        }`,
        { ...variables, after },
      );
      found.push(
        ...categories.nodes.map(({ name, position, parent }) => `${parent?.name ?? ''}/${name} ${position}`),
      );
      if (!categories.pageInfo.hasNextPage) return found;
      after = categories.pageInfo.endCursor;
    }
  };

  it('is created, edited and deleted', async () => {
    const { createCategory: created } = await editor.data<{ createCategory: Written }>(
      `mutation { createCategory(input: { name: " Pão & Bolos ", description: "Sweet\\nand salty" }) {
        id version category { ${FIELDS} }
      } }`,
    );
    const { id } = created;
    const category = {
      id,
      name: 'Pão & Bolos',
      slug: 'pao-bolos',
      description: 'Sweet\nand salty',
      position: 0,
      parent: null,
      version: 1,
    };
    expect(created).toEqual({ id, version: 1, category });
    const edited = await update({ id, version: 1, name: 'Pães', slug: 'paes', description: '', position: 7 });
    const changed = { ...category, name: 'Pães', slug: 'paes', description: '', position: 7, version: 2 };
    expect(edited.data).toEqual({ updateCategory: { id, version: 2, category: changed } });
    expect(await list({ filter: { slug: 'paes' } })).toEqual(['/Pães 7']);
    expect(await list({ filter: { slug: 'paes ' } })).toEqual([]);
    expect((await remove(id)).data).toEqual({ deleteCategory: { id } });
    expect(await list()).toEqual([]);
    expect((await remove(id)).errors).toMatchObject(notFound);
    expect((await update({ id, version: 2, name: 'x' })).errors).toMatchObject(notFound);
  });

  it('is refused at a version that has passed, and a slug that is taken', async () => {
    const { id } = await createCategory(editor, { name: 'First' });
    await createCategory(editor, { name: 'Second' });
    expect((await update({ id, version: 1, slug: 'second' })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'input.slug' } },
    ]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => update({ id, version: 1, name: `Edit ${index}` })),
    );
    expect(answers.map(({ errors }) => errors[0]?.extensions.code ?? 'DONE').sort()).toEqual([
      ...Array<string>(5).fill('CONFLICT'),
      'DONE',
    ]);
  });

  it('goes behind its siblings when no position is given, and is listed in order', async () => {
    const { id: food } = await createCategory(editor, { name: 'Food' });
    await createCategory(editor, { name: 'arts' });
    const { id: bread } = await createCategory(editor, { name: 'Bread', parentId: food });
    await createCategory(editor, { name: 'Äpfel', parentId: food });
    await createCategory(editor, { name: 'First', parentId: food, position: 0 });
    const under = { filter: { parentId: food } };
    expect(await list(under)).toEqual(['Food/Bread 0', 'Food/First 0', 'Food/Äpfel 1']);
    expect(await list({ filter: { topLevel: true } })).toEqual(['/Food 0', '/arts 1']);
    expect(await list({ sort: { field: 'NAME' }, filter: { topLevel: false } })).toEqual([
      'Food/Äpfel 1',
      'Food/Bread 0',
      'Food/First 0',
    ]);
    expect(await list({ sort: { field: 'CREATED_AT', direction: 'DESC' } })).toEqual([
      'Food/First 0',
      'Food/Äpfel 1',
      'Food/Bread 0',
      '/arts 1',
      '/Food 0',
    ]);
    await update({ id: bread, version: 1, parentId: null });
    expect(await list({ filter: { topLevel: true } })).toEqual(['/Food 0', '/arts 1', '/Bread 2']);
    expect(await list({ filter: { parentId: NOWHERE } })).toEqual([]);
    expect(await list({ filter: { parentId: 'x' } })).toEqual([]);
  });

  it('is never on a third level, nor under itself, however many move at once', async () => {
    const { id: top } = await createCategory(editor, { name: 'Top' });
    const { id: sub } = await createCategory(editor, { name: 'Sub', parentId: top });
    const { id: other } = await createCategory(editor, { name: 'Other' });
    for (const answer of [
      await create({ name: 'Third', parentId: sub }),
      await update({ id: other, version: 1, parentId: sub }),
      await update({ id: top, version: 1, parentId: other }),
      await update({ id: other, version: 1, parentId: other }),
      await update({ id: top, version: 1, parentId: sub }),
    ]) {
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', field: 'input.parentId' } },
      ]);
    }
    for (const parentId of [NOWHERE, 'x']) {
      expect((await create({ name: 'Lost', parentId })).errors).toMatchObject(notFound);
      expect((await update({ id: other, version: 1, parentId })).errors).toMatchObject(notFound);
    }
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C', 'D']) ids.push((await createCategory(editor, { name })).id);
    await Promise.all(
      ids.map((id, index) => update({ id, version: 1, parentId: ids[(index + 1) % ids.length] })),
    );
    const { categories } = await editor.data<{
      categories: { nodes: { parent: { parent: unknown } | null }[] };
    }>('{ categories(first: 100) { nodes { parent { parent { name } } } } }');
    expect(categories.nodes).toHaveLength(7);
    expect(categories.nodes.filter(({ parent }) => parent !== null).length).toBeGreaterThan(1);
    expect(categories.nodes.filter(({ parent }) => parent !== null && parent.parent !== null)).toEqual([]);
  });

  it('leaves its videos and the categories under it behind when it is deleted', async () => {
    const videos = await platform.apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE', 'CATEGORIES_READ'] });
    const { id: top } = await createCategory(editor, { name: 'Top' });
    const { id: sub } = await createCategory(editor, { name: 'Sub', parentId: top });
    const { id } = await createVideo(videos, { title: 'Stays', categoryIds: [top, sub] });
    await remove(top);
    expect(await list()).toEqual(['/Sub 0']);
    expect(
      await videos.data('query ($id: ID) { video(id: $id) { title version categories { name } } }', { id }),
    ).toEqual({ video: { title: 'Stays', version: 1, categories: [{ name: 'Sub' }] } });
    expect((await update({ id: sub, version: 1, name: 'x' })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', current: 2 } },
    ]);
    const left = await server.database.reads.query<unknown[]>(
      `SELECT videoId FROM video_categories WHERE categoryId = '${top}'`,
    );
    expect(left).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { name: ' ' }, 'input.name'],
    ['a name that is too long', { name: 'x'.repeat(81) }, 'input.name'],
    ['a name of two lines', { name: 'a\nb' }, 'input.name'],
    ['a slug with a slash', { slug: 'a/b' }, 'input.slug'],
    ['a description that is too long', { description: 'x'.repeat(5_001) }, 'input.description'],
    ['a negative position', { position: -1 }, 'input.position'],
    ['a position that is too large', { position: 1_000_001 }, 'input.position'],
  ])('is refused %s', async (_name, content, field) => {
    const { id } = await createCategory(editor, { name: 'Unchanged' });
    const refused = [
      { extensions: { code: 'BAD_USER_INPUT', field, allowed: expect.anything() as unknown } },
    ];
    expect((await update({ id, version: 1, ...content })).errors).toMatchObject(refused);
    expect((await create({ name: 'New', ...content })).errors).toMatchObject(refused);
  });

  it.each(['name', 'slug', 'description', 'position'])(
    'keeps its %s: null can not clear it',
    async (field) => {
      const { id } = await createCategory(editor, { name: 'Unchanged' });
      expect((await update({ id, version: 1, [field]: null })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', field: `input.${field}` } },
      ]);
    },
  );
});

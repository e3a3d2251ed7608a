import { type Client } from './harness/Client';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const CREATE = 'mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id } }';
const UPDATE = 'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id } }';
const LIST = `query ($filter: VideoFilter, $sort: VideoSort, $first: Int, $after: String) {
  videos(filter: $filter, sort: $sort, first: $first, after: $after) { nodes { id } }
}`;
const cursor = (value: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** What no field of a video takes, with the field that the error names. */
const CONTENT: [string, Record<string, unknown>, string][] = [
  ['no title', { title: '' }, 'input.title'],
  ['a blank title', { title: ' \t\n ' }, 'input.title'],
  ['a title that is too long', { title: '🎬'.repeat(201) }, 'input.title'],
  ['a title of fifty thousand', { title: 'x'.repeat(50_000) }, 'input.title'],
  ['a bell in the title', { title: 'a\u0007b' }, 'input.title'],
  ['a line break in the title', { title: 'a\nb' }, 'input.title'],
  ['an empty slug', { slug: '' }, 'input.slug'],
  ['a slug in upper case', { slug: 'Slug' }, 'input.slug'],
  ['a slug with a space behind', { slug: 'slug ' }, 'input.slug'],
  ['a slug with two dashes', { slug: 'a--b' }, 'input.slug'],
  ['a slug that is too long', { slug: 'a'.repeat(121) }, 'input.slug'],
  ['a description that is too long', { description: 'é'.repeat(5_001) }, 'input.description'],
  ['an escape character in the description', { description: '\u001b[31m' }, 'input.description'],
  ['21 tags', { tags: Array.from({ length: 21 }, (_, index) => `tag ${index}`) }, 'input.tags'],
  ['an empty tag', { tags: ['a', ' '] }, 'input.tags.1'],
  ['a tag that is too long', { tags: ['x'.repeat(41)] }, 'input.tags.0'],
  ['a negative duration', { durationSeconds: -1 }, 'input.durationSeconds'],
  ['a duration beyond a week', { durationSeconds: 604_801 }, 'input.durationSeconds'],
  ['a thumbnail that is no address', { thumbnailUrl: 'picture.jpg' }, 'input.thumbnailUrl'],
  ['a script as thumbnail', { thumbnailUrl: 'javascript:alert(1)' }, 'input.thumbnailUrl'],
  ['a data address', { thumbnailUrl: 'data:image/png;base64,AAAA' }, 'input.thumbnailUrl'],
  ['credentials in an address', { thumbnailUrl: 'https://user:pass@example.com/' }, 'input.thumbnailUrl'],
  [
    'an address that is too long',
    { thumbnailUrl: `https://a.example/${'ü'.repeat(400)}` },
    'input.thumbnailUrl',
  ],
];

describe('bad input about videos', () => {
  let server: TestServer;
  let editor: Client;
  let id: string;
  beforeAll(async () => {
    server = await startServer();
    editor = await (await server.platform()).apiKey({ grantAll: true });
    ({ id } = await createVideo(editor, { title: 'Unchanged', tags: ['same'] }));
  });
  afterAll(async () => {
    const { video } = await editor.data('query ($id: ID!) { video(id: $id) { title version tags } }', { id });
    await server.close();
    expect(video).toEqual({ title: 'Unchanged', version: 1, tags: ['same'] });
  });

  const refusal = (field: string): Record<string, unknown> => ({
    status: 200,
    errors: [
      { message: expect.stringContaining(field) as unknown, extensions: { code: 'BAD_USER_INPUT', field } },
    ],
  });

  it.each(CONTENT)('%s is refused by createVideo and updateVideo', async (_name, content, field) => {
    const created = await editor.query(CREATE, { input: { title: 'New', ...content } });
    expect(created).toMatchObject(refusal(field));
    const updated = await editor.query(UPDATE, { input: { id, version: 1, ...content } });
    expect(updated).toMatchObject(refusal(field));
    expect(created.text.length + updated.text.length).toBeLessThan(2_000);
  });

  it.each(['title', 'slug', 'description', 'tags', 'visibility'])(
    'null for %s, which can not be cleared, is refused by updateVideo',
    async (field) => {
      const answer = await editor.query(UPDATE, { input: { id, version: 1, [field]: null } });
      expect(answer).toMatchObject(refusal(`input.${field}`));
    },
  );

  it.each<[string, Record<string, unknown>, string]>([
    ['no rows', { first: 0 }, 'first'],
    ['a negative number of rows', { first: -1 }, 'first'],
    ['101 rows', { first: 101 }, 'first'],
    ['text that is no cursor', { after: 'x' }, 'after'],
    ['an empty cursor', { after: '' }, 'after'],
    ['a cursor of null', { after: cursor({ by: 'createdAt DESC', value: null, id: 'x' }) }, 'after'],
    ['a cursor of another type', { after: cursor({ by: 'createdAt DESC', value: 5, id: 'x' }) }, 'after'],
    [
      'a cursor beyond the years',
      { after: cursor({ by: 'createdAt DESC', value: '+275760-09-13T00:00:00.000Z', id: 'x' }) },
      'after',
    ],
    [
      'a cursor without end',
      {
        after: Buffer.from('{"by":"durationSeconds ASC","value":1e999,"id":"x"}').toString('base64url'),
        sort: { field: 'DURATION', direction: 'ASC' },
      },
      'after',
    ],
    [
      'a cursor of another order',
      { after: cursor({ by: 'createdAt ASC', value: '2020-01-01T00:00:00.000Z', id: 'x' }) },
      'after',
    ],
    ['a search of nine words', { filter: { search: 'a b c d e f g h i' } }, 'filter.search'],
    ['a search that is too long', { filter: { search: 'x'.repeat(201) } }, 'filter.search'],
    ['a search that is no text', { filter: { search: 'a\u0007b' } }, 'filter.search'],
    ['an empty tag', { filter: { tag: ' ' } }, 'filter.tag'],
    [
      'a span that ends before it begins',
      { filter: { created: { from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' } } },
      'filter.created',
    ],
    [
      'an empty span',
      { filter: { published: { from: '2020-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' } } },
      'filter.published',
    ],
  ])('%s is refused by the list', async (_name, variables, field) => {
    expect(await editor.query(LIST, variables)).toMatchObject(refusal(field));
  });

  it.each(['{ video { id } }', '{ video(id: "x", slug: "x") { id } }', '{ video(id: null) { id } }'])(
    '%s is refused: exactly one of id and slug',
    async (query) => {
      expect(await editor.query(query)).toMatchObject(refusal('id'));
    },
  );

  it.each([
    '10000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-10:00',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
  ])('the time %s is refused before anything runs', async (from) => {
    const answer = await editor.query(LIST, { filter: { created: { from } } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('an id in any other form is as unknown as one that nobody has', async () => {
    for (const other of [`${id} `, ` ${id}`, id.toUpperCase(), '', '%', 'x'.repeat(50_000)]) {
      const read = await editor.query('query ($id: ID!) { video(id: $id) { id } }', { id: other });
      expect(read.data).toEqual({ video: null });
      for (const call of [
        'updateVideo(input: { id: $id, version: 1, title: "x" })',
        'publishVideo(id: $id, version: 1)',
        'deleteVideo(id: $id)',
        'restoreVideo(id: $id)',
      ]) {
        const answer = await editor.query(`mutation ($id: ID!) { ${call} { id } }`, { id: other });
        expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
        expect(answer.text.length).toBeLessThan(1_000);
      }
    }
    const bySlug = await editor.data(
      '{ a: video(slug: "unchanged ") { id } b: video(slug: "UNCHANGED") { id } }',
    );
    expect(bySlug).toEqual({ a: null, b: null });
  });
});

import { Audience } from './harness/audience';
import { type Client } from './harness/Client';
import { createCollection, createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const ID = '01890000-0000-7000-8000-000000000000';
const FROM = '2020-01-02T00:00:00.000Z';
const TO = '2020-01-01T00:00:00.000Z';
const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`);

/** [what is wrong, what is given, the field that the error names] */
const CASES: [string, Record<string, unknown>, string][] = [
  ['an empty name', { name: ' ' }, 'input.name'],
  ['a name of 121 characters', { name: 'x'.repeat(121) }, 'input.name'],
  ['a name of two lines', { name: 'a\nb' }, 'input.name'],
  ['a description of 2,001 characters', { description: 'x'.repeat(2_001) }, 'input.description'],
  ['no plans', { filter: { planIds: [] } }, 'input.filter.planIds'],
  ['21 plans', { filter: { planIds: ids(21) } }, 'input.filter.planIds'],
  ['a plan twice', { filter: { planIds: [ID, ID] } }, 'input.filter.planIds.1'],
  ['no condition on tags', { filter: { tags: {} } }, 'input.filter.tags'],
  ['null tags', { filter: { tags: { any: null } } }, 'input.filter.tags'],
  ['any of no tags', { filter: { tags: { any: [] } } }, 'input.filter.tags.any'],
  ['all of no tags', { filter: { tags: { all: [] } } }, 'input.filter.tags.all'],
  ['an empty tag', { filter: { tags: { all: ['vip', ''] } } }, 'input.filter.tags.all.1'],
  ['21 tags', { filter: { tags: { any: ids(21) } } }, 'input.filter.tags.any'],
  ['no condition on joining', { filter: { joined: {} } }, 'input.filter.joined'],
  ['joined backwards', { filter: { joined: { from: FROM, to: TO } } }, 'input.filter.joined'],
  ['0 days', { filter: { joined: { inLastDays: 0 } } }, 'input.filter.joined.inLastDays'],
  ['3,651 days', { filter: { joined: { inLastDays: 3_651 } } }, 'input.filter.joined.inLastDays'],
  ['no condition on being seen', { filter: { lastSeen: {} } }, 'input.filter.lastSeen'],
  ['seen backwards', { filter: { lastSeen: { from: FROM, to: TO } } }, 'input.filter.lastSeen'],
  ['seen -1 days ago', { filter: { lastSeen: { inLastDays: -1 } } }, 'input.filter.lastSeen.inLastDays'],
  [
    'not seen in 0 days',
    { filter: { lastSeen: { notInLastDays: 0 } } },
    'input.filter.lastSeen.notInLastDays',
  ],
  [
    'never seen, and in the last days',
    { filter: { lastSeen: { never: true, inLastDays: 3 } } },
    'input.filter.lastSeen.never',
  ],
  ['no condition on watching', { filter: { watched: {} } }, 'input.filter.watched'],
  [
    'watched and not watched',
    { filter: { watched: { inLastDays: 9, notInLastDays: 3 } } },
    'input.filter.watched',
  ],
  ['watched in 0 days', { filter: { watched: { inLastDays: 0 } } }, 'input.filter.watched.inLastDays'],
  [
    'not watched in 9,999 days',
    { filter: { watched: { notInLastDays: 9_999 } } },
    'input.filter.watched.notInLastDays',
  ],
];

describe('bad input about segments', () => {
  let server: TestServer;
  let key: Client;
  let segment: { id: string; version: number };
  beforeAll(async () => {
    server = await startServer();
    key = await (await server.platform()).apiKey({ grantAll: true });
    const { createSegment } = await key.data<{ createSegment: typeof segment }>(
      'mutation { createSegment(input: { name: "All", filter: {} }) { id version } }',
    );
    segment = createSegment;
  });
  afterEach(async () => {
    const { segments } = await key.data<{ segments: { nodes: unknown[] } }>(
      '{ segments { nodes { id name version filter { planIds watched { videoId } } } } }',
    );
    expect(segments.nodes).toEqual([
      { id: segment.id, name: 'All', version: 1, filter: { planIds: null, watched: null } },
    ]);
  });
  afterAll(() => server.close());

  const create = 'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { id } }';
  const update = 'mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { id } }';

  it.each(CASES)('refuses %s', async (_case, input, field) => {
    const expected = [{ extensions: { code: 'BAD_USER_INPUT', field } }];
    const created = await key.query(create, { input: { name: 'New', filter: {}, ...input } });
    expect(created.errors).toMatchObject(expected);
    const updated = await key.query(update, { input: { ...segment, ...input } });
    expect(updated.errors).toMatchObject(expected);
  });

  it.each(['name', 'description', 'filter'])('refuses to clear the %s', async (field) => {
    const { errors } = await key.query(update, { input: { ...segment, [field]: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: `input.${field}` } }]);
  });

  it('refuses a filter that names what the platform does not have', async () => {
    const elsewhere = await server.platform();
    const theirs = await elsewhere.apiKey({ grantAll: true });
    const plan = await new Audience(server, elsewhere).plan('everything');
    const video = await createVideo(theirs, { title: 'Theirs' });
    const collection = await createCollection(theirs, 'Theirs');
    const trashed = await createVideo(key, { title: 'Trashed' });
    await key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: trashed.id });
    for (const filter of [
      { planIds: [plan] },
      { planIds: [ID] },
      { planIds: ['monthly'] },
      { watched: { videoId: video.id } },
      { watched: { videoId: trashed.id, notInLastDays: 3 } },
      { watched: { collectionId: collection.id } },
    ]) {
      const expected = [{ extensions: { code: 'NOT_FOUND' } }];
      expect((await key.query(create, { input: { name: 'New', filter } })).errors).toMatchObject(expected);
      expect((await key.query(update, { input: { ...segment, filter } })).errors).toMatchObject(expected);
    }
  });

  it.each([
    ['first: 0', 'first'],
    ['first: 101', 'first'],
    ['after: "next"', 'after'],
  ])('refuses a page of members with %s', async (args, field) => {
    const { errors } = await key.query(
      `query ($id: ID!) { segment(id: $id) { members(${args}) { nodes { id } } } }`,
      { id: segment.id },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
});

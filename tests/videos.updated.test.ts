import { type Client } from './harness/Client';
import { createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const UPDATE = `mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { id version video {
  title slug description tags visibility durationSeconds thumbnailUrl version
} } }`;

describe('a video that is updated', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
    editor = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  const full = {
    title: 'Before',
    description: 'As it was',
    tags: ['one', 'two'],
    visibility: 'UNLISTED',
    durationSeconds: 60,
    thumbnailUrl: 'https://example.com/before.jpg',
  };
  const update = (input: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(UPDATE, { input });

  it('changes what is given, clears what is null, and leaves the rest', async () => {
    const { id } = await createVideo(editor, { ...full, slug: 'before' });
    const first = await update({ id, version: 1, title: 'After', tags: ['three', 'one'] });
    const afterFirst = { ...full, title: 'After', slug: 'before', tags: ['three', 'one'], version: 2 };
    expect(first.data).toEqual({ updateVideo: { id, version: 2, video: afterFirst } });
    const second = await update({ id, version: 2, durationSeconds: null, thumbnailUrl: null, tags: [] });
    const afterSecond = { ...afterFirst, durationSeconds: null, thumbnailUrl: null, tags: [], version: 3 };
    expect(second.data).toEqual({ updateVideo: { id, version: 3, video: afterSecond } });
  });

  const search = async (words: string): Promise<number> => {
    const { videos } = await editor.data<{ videos: { nodes: unknown[] } }>(
      'query ($words: String) { videos(filter: { search: $words }) { nodes { id } } }',
      { words },
    );
    return videos.nodes.length;
  };

  it('is found by the words that an edit leaves alone, tags among them', async () => {
    const { id } = await createVideo(editor, {
      title: 'Otter',
      description: 'river\nbank',
      tags: ['fur', 'wet'],
    });
    await update({ id, version: 1, title: 'Beaver' });
    await update({ id, version: 2, description: 'lodge' });
    expect(await Promise.all(['otter', 'beaver lodge', 'fur wet beaver', 'river'].map(search))).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it('is found by its new words, and by its old ones no more', async () => {
    const { id } = await createVideo(editor, { title: 'Aardvark', description: 'nocturnal', tags: ['zoo'] });
    await update({ id, version: 1, title: 'Bärenjagd', tags: ['wald'] });
    const found = await Promise.all(
      ['aardvark', 'zoo', 'BARENjagd', 'wald', 'nocturnal wald', 'baren%', 'jagd'].map(search),
    );
    expect(found).toEqual([0, 0, 1, 1, 1, 1, 0]);
  });

  it('is refused at a version that has passed, and stays as it is', async () => {
    const { id } = await createVideo(editor, { title: 'Contested' });
    await update({ id, version: 1, title: 'Edited' });
    const stale = await update({ id, version: 1, title: 'Lost', tags: ['lost'] });
    expect(stale.errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'version', given: 1, current: 2 } },
    ]);
    const { video } = await editor.data('query ($id: ID!) { video(id: $id) { title tags version } }', { id });
    expect(video).toEqual({ title: 'Edited', tags: [], version: 2 });
  });

  it('takes one of many edits that are made at once, whole', async () => {
    const { id } = await createVideo(editor, { title: 'Contested' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        update({ id, version: 1, title: `Edit ${index}`, tags: [`edit ${index}`] }),
      ),
    );
    const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'DONE').sort();
    expect(codes).toEqual([...Array<string>(7).fill('CONFLICT'), 'DONE']);
    const { video } = await editor.data<{ video: { title: string; tags: string[] } }>(
      'query ($id: ID!) { video(id: $id) { title tags } }',
      { id },
    );
    expect(video.tags).toEqual([video.title.toLowerCase()]);
  });

  it('is refused a slug that is taken', async () => {
    await createVideo(editor, { title: 'Owner', slug: 'owned' });
    const { id } = await createVideo(editor, { title: 'Other' });
    const refused = await update({ id, version: 1, slug: 'owned', title: 'Renamed' });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'input.slug' } }]);
    const { video } = await editor.data('query ($id: ID!) { video(id: $id) { title version } }', { id });
    expect(video).toEqual({ title: 'Other', version: 1 });
    const own = await update({ id, version: 1, slug: 'other' });
    expect(own.data).toMatchObject({ updateVideo: { video: { slug: 'other' } } });
  });

  it('shows in each answer of one request what that answer did', async () => {
    const { id } = await createVideo(editor, { title: 'Twice' });
    const data = await editor.data<Record<'first' | 'second', Written>>(
      `mutation ($id: ID!) {
        first: updateVideo(input: { id: $id, version: 1, tags: ["a"] }) { video { tags } }
        second: updateVideo(input: { id: $id, version: 2, tags: ["b"] }) { video { tags } }
      }`,
      { id },
    );
    expect(data).toEqual({ first: { video: { tags: ['a'] } }, second: { video: { tags: ['b'] } } });
  });
});

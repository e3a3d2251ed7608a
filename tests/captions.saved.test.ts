import { type Answer, type Client } from './harness/Client';
import { createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const CUE = 'WEBVTT\n\n00:01.000 --> 00:04.000\n';
const FIELDS = 'id language label kind isDefault cueCount content version';

interface Track {
  id: string;
  language: string;
  label: string;
  isDefault: boolean;
  content: string;
  version: number;
}

const save = (
  client: Client,
  input: Record<string, unknown>,
): Promise<Answer<{ saveCaptions: Written & { track: Track } }>> =>
  client.query(
    `mutation ($input: SaveCaptionsInput!) { saveCaptions(input: $input) { id version track { ${FIELDS} } } }`,
    { input },
  );
const tracksOf = async (client: Client, videoId: string): Promise<Track[]> => {
  const { captions } = await client.data<{ captions: Track[] }>(
    `query ($videoId: ID!) { captions(videoId: $videoId) { ${FIELDS} } }`,
    { videoId },
  );
  return captions;
};
const remove = (client: Client, id: string): Promise<Answer> =>
  client.query('mutation ($id: ID!) { deleteCaptions(id: $id) { id } }', { id });
const notFound = [{ extensions: { code: 'NOT_FOUND' } }];

describe('captions', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let editor: Client;
  let videoId: string;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    editor = await platform.apiKey({ scopes: ['CAPTIONS_READ', 'CAPTIONS_WRITE'] });
    const videos = await platform.apiKey({ scopes: ['VIDEOS_WRITE'] });
    videoId = (await createVideo(videos, { title: 'Spoken' })).id;
  });
  afterAll(() => server.close());

  it('are added, replaced and deleted, one track a language, whatever way its tag is written', async () => {
    const added = await save(editor, { videoId, language: 'pt-br', content: `${CUE}Olá` });
    const { id } = added.data.saveCaptions;
    const track = {
      id,
      language: 'pt-BR',
      label: 'português (Brasil)',
      kind: 'SUBTITLES',
      isDefault: false,
      cueCount: 1,
      content: `${CUE}Olá`,
      version: 1,
    };
    expect(added.data).toEqual({ saveCaptions: { id, version: 1, track } });
    const replaced = await save(editor, {
      videoId,
      language: 'PT-BR',
      version: 1,
      content: `${CUE}Oi\n\n00:05.000 --> 00:06.000\nTchau`,
      label: 'Brasileiro',
      kind: 'CAPTIONS',
    });
    const edited = {
      ...track,
      label: 'Brasileiro',
      kind: 'CAPTIONS',
      cueCount: 2,
      content: `${CUE}Oi\n\n00:05.000 --> 00:06.000\nTchau`,
      version: 2,
    };
    expect(replaced.data).toEqual({ saveCaptions: { id, version: 2, track: edited } });
    expect(await tracksOf(editor, videoId)).toEqual([edited]);
    expect((await remove(editor, id)).data).toEqual({ deleteCaptions: { id } });
    expect(await tracksOf(editor, videoId)).toEqual([]);
    expect((await remove(editor, id)).errors).toMatchObject(notFound);
    const { reads } = server.database;
    expect(await reads.query(`SELECT * FROM caption_texts WHERE trackId = '${id}'`)).toEqual([]);
  });

  it('keep what an edit leaves out, the text included', async () => {
    const content = { language: 'en', content: `${CUE}Hello`, label: 'English (UK)', kind: 'CAPTIONS' };
    await save(editor, { videoId, ...content });
    const { track } = (await save(editor, { videoId, language: 'en', version: 1, isDefault: true })).data
      .saveCaptions;
    expect(track).toMatchObject({ ...content, isDefault: true, version: 2 });
  });

  it('are kept to the letter, but for line ends: long ones and those outside the basic plane, too', async () => {
    const line = '🎬 ação – 動画 &amp; <i>ação</i>';
    const cues = Array.from({ length: 2_500 }, (_, index) => {
      const time = new Date(index * 2_000).toISOString().slice(11, 23);
      return `${index}\r\n${time} --> ${time.slice(0, 9)}999 line:90% align:start\r\n${line}`;
    });
    const long = `\uFEFFWEBVTT - a title\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE by hand\r\n\r\n${cues.join('\r\n\r\n')}`;
    const content = long.slice(0, long.lastIndexOf('\r\n\r\n', 190_000)).concat('\r\n');
    expect(content.length).toBeGreaterThan(185_000);
    const answer = await save(editor, { videoId, language: 'en', content });
    expect(answer.errors).toEqual([]);
    const [track] = await tracksOf(editor, videoId);
    expect(track?.content).toBe(content.slice(1).replaceAll('\r\n', '\n'));
    // However the pieces in which it is kept fall.
    for (const [index, title] of ['A', 'AB'].entries()) {
      const film = `WEBVTT ${title}\n\n${`00:01.000 --> 00:04.000\n${'🎬'.repeat(2_000)}\n\n`.repeat(15)}`;
      const saved = await save(editor, { videoId, language: `en-x-${index}`, content: film });
      expect(saved.data.saveCaptions.track.content).toBe(film);
    }
    const shorter = await save(editor, { videoId, language: 'en', version: 1, content: `${CUE}Short` });
    expect(shorter.data.saveCaptions.track.content).toBe(`${CUE}Short`);
  });

  it('are in the order of their languages, and at most one track is the default', async () => {
    for (const language of ['pt', 'de', 'en']) {
      await save(editor, { videoId, language, content: `${CUE}${language}`, isDefault: true });
    }
    const states = (await tracksOf(editor, videoId)).map(
      ({ language, isDefault, version }) => `${language} ${isDefault} ${version}`,
    );
    expect(states).toEqual(['de false 2', 'en true 1', 'pt false 2']);
  });

  it('stay as they are when the version is stale, left out, or told of a track that is not there', async () => {
    const content = `${CUE}One`;
    const input = { videoId, language: 'en', content };
    const told = await save(editor, { ...input, version: 1 });
    expect(told.errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'version', current: null } },
    ]);
    await save(editor, input);
    await save(editor, { ...input, version: 1, label: 'Second' });
    for (const version of [undefined, 1, 3]) {
      const { errors } = await save(editor, { ...input, content: `${CUE}Two`, version });
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'version', current: 2 } }]);
    }
    expect(await tracksOf(editor, videoId)).toMatchObject([{ content, label: 'Second', version: 2 }]);
  });

  it('are added once by many at once, with one default among them', async () => {
    const same = await Promise.all(
      Array.from({ length: 6 }, () => save(editor, { videoId, language: 'en', content: `${CUE}Hi` })),
    );
    expect(same.map(({ errors }) => errors[0]?.extensions.code ?? 'DONE').sort()).toEqual([
      ...Array<string>(5).fill('CONFLICT'),
      'DONE',
    ]);
    await Promise.all(
      ['de', 'fr', 'it', 'es'].map((language) =>
        save(editor, { videoId, language, content: `${CUE}${language}`, isDefault: true }),
      ),
    );
    const tracks = await tracksOf(editor, videoId);
    expect(tracks).toHaveLength(5);
    expect(tracks.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('can be written by a key that may only write', async () => {
    const writer = await platform.apiKey({ scopes: ['CAPTIONS_WRITE'] });
    const { saveCaptions } = await writer.data<{ saveCaptions: Written }>(
      'mutation ($input: SaveCaptionsInput!) { saveCaptions(input: $input) { id version } }',
      { input: { videoId, language: 'en', content: `${CUE}Hi` } },
    );
    expect(saveCaptions.version).toBe(1);
    const reading = await writer.query('query ($id: ID!) { captions(videoId: $id) { language } }', {
      id: videoId,
    });
    expect(reading).toMatchObject({
      status: 403,
      errors: [{ extensions: { missingScopes: ['CAPTIONS_READ'] } }],
    });
  });

  it('are shown on a video to a key that may read them, and to no other', async () => {
    await save(editor, { videoId, language: 'en', content: `${CUE}Hi` });
    const query = 'query ($id: ID) { video(id: $id) { captions { language } } }';
    const both = await platform.apiKey({ scopes: ['VIDEOS_READ', 'CAPTIONS_READ'] });
    expect(await both.data(query, { id: videoId })).toEqual({ video: { captions: [{ language: 'en' }] } });
    const videos = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    expect(await videos.query(query, { id: videoId })).toMatchObject({
      status: 403,
      errors: [{ extensions: { missingScopes: ['CAPTIONS_READ'] } }],
    });
  });

  it('of a video in the trash are not there, come back with it, and go with it for good', async () => {
    const { data } = await save(editor, { videoId, language: 'en', content: `${CUE}Hi` });
    const { id } = data.saveCaptions;
    const key = await platform.apiKey({ grantAll: true });
    const trash = (): Promise<unknown> =>
      key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videoId });
    await trash();
    const list = await key.query('query ($id: ID!) { captions(videoId: $id) { id } }', { id: videoId });
    expect(list.errors).toMatchObject(notFound);
    expect((await save(key, { videoId, language: 'de', content: `${CUE}Hallo` })).errors).toMatchObject(
      notFound,
    );
    expect((await save(key, { videoId, language: 'en', version: 1, label: 'x' })).errors).toMatchObject(
      notFound,
    );
    expect((await remove(key, id)).errors).toMatchObject(notFound);
    await key.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id: videoId });
    expect(await tracksOf(editor, videoId)).toMatchObject([{ id, content: `${CUE}Hi`, version: 1 }]);

    await trash();
    server.clock.advance({ days: 31 });
    const admin = await platform.apiKey({ grantAll: true });
    const other = await createVideo(admin, { title: 'Other' });
    await admin.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: other.id });
    for (const table of ['caption_tracks', 'caption_texts']) {
      const rows = await server.database.reads.query<unknown[]>(
        `SELECT * FROM ${table} WHERE platformId = '${platform.id}'`,
      );
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
  });

  it('of another platform are not there', async () => {
    const { data } = await save(editor, { videoId, language: 'en', content: `${CUE}Hi` });
    const stranger = await (await server.platform()).apiKey({ grantAll: true });
    const list = await stranger.query('query ($id: ID!) { captions(videoId: $id) { id } }', { id: videoId });
    expect(list.errors).toMatchObject(notFound);
    expect((await remove(stranger, data.saveCaptions.id)).errors).toMatchObject(notFound);
    expect((await save(stranger, { videoId, language: 'en', version: 1, label: 'x' })).errors).toMatchObject(
      notFound,
    );
    expect(await tracksOf(editor, videoId)).toHaveLength(1);
  });
});

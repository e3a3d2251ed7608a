import { type Client } from './harness/Client';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const cueOf = (text: string): string => `WEBVTT\n\n00:01.000 --> 00:04.000\n${text}\n\n`;
const LANGUAGES = ['de', 'en', 'pt'];

interface Listed {
  videos: { nodes: { title: string; captions: { language: string; content?: string }[] }[] };
}

describe('captions in a list of videos', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ LATCHKEY_MAX_BODY_BYTES: '2000000' });
  });
  afterAll(() => server.close());

  const save = (client: Client, videoId: string, language: string, content: string): Promise<unknown> =>
    client.data('mutation ($input: SaveCaptionsInput!) { saveCaptions(input: $input) { id } }', {
      input: { videoId, language, content },
    });
  /** A platform with this many videos, each with captions in every language. */
  const library = async (size: number): Promise<Client> => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    for (let index = 0; index < size; index += 1) {
      const { id } = await createVideo(client, { title: `Video ${index}` });
      for (const language of LANGUAGES) await save(client, id, language, cueOf(`${index} ${language}`));
    }
    return client;
  };

  it('take one SQL statement for all tracks and one for all texts, however many there are', async () => {
    for (const size of [2, 20]) {
      const client = await library(size);
      const statementsOf = async (fields: string): Promise<{ data: Listed; sql: string[] }> => {
        let data: Listed = { videos: { nodes: [] } };
        const all = await server.sql.during(async () => {
          data = await client.data<Listed>(`{ videos { nodes { title captions { ${fields} } } } }`);
        });
        return { data, sql: all.filter((statement) => statement.includes('caption')) };
      };
      const listed = await statementsOf('language label cueCount');
      expect(listed.sql).toHaveLength(1);
      expect(listed.sql[0]).not.toContain('caption_texts');
      const read = await statementsOf('language content');
      expect(read.sql).toHaveLength(2);
      expect(read.data.videos.nodes).toEqual(
        Array.from({ length: size }, (_, index) => ({
          title: `Video ${size - 1 - index}`,
          captions: LANGUAGES.map((language) => ({
            language,
            content: cueOf(`${size - 1 - index} ${language}`),
          })),
        })),
      );
    }
  });

  it('give no more than two million characters in one request, and read none of what is beyond', async () => {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const { id } = await createVideo(client, { title: 'Long' });
    const content = `WEBVTT\n\n${cueOf('x'.repeat(4_000)).slice(8).repeat(49)}`;
    for (let index = 10; index < 20; index += 1) await save(client, id, `en-x-${index}`, content);
    const query = 'query ($id: ID!) { captions(videoId: $id) { language content } }';
    const all = await client.data<{ captions: { content: string }[] }>(query, { id });
    expect(all.captions.every((track) => track.content === content)).toBe(true);
    await save(client, id, 'en-x-20', content);
    const sql = await server.sql.during(async () => {
      const answer = await client.query(query, { id });
      expect(answer.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'content' } });
      expect(answer.text.length).toBeLessThan(10_000);
    });
    expect(sql.filter((statement) => statement.includes('caption'))).toHaveLength(2);
    const { captions } = await client.data<{ captions: unknown[] }>(
      'query ($id: ID!) { captions(videoId: $id) { language } }',
      { id },
    );
    expect(captions).toHaveLength(11);
  });
});

import { AnswerBytes } from '../src/http/AnswerBytes';
import { type Client } from './harness/Client';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

describe('an answer', () => {
  let server: TestServer;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    client = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  it.each([
    ['small', 'Grüße 🍲'],
    ['large, of characters of several bytes', 'Grüße 🍲 '.repeat(500).trim()],
    ['large, of characters of one byte', 'all of it '.repeat(450).trim()],
  ])('that is %s arrives whole, and ends its line', async (_name, description) => {
    const { id } = await createVideo(client, { title: 'Told in full', description });
    const { headers, text } = await client.query('query ($id: ID!) { video(id: $id) { description } }', {
      id,
    });
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(text).toBe(`${JSON.stringify({ data: { video: { description } } })}\n`);
  });
});

it('large answers of the same length, asked for in turn, are each sent as they are', () => {
  const answers = new AnswerBytes();
  const texts = 'abcdefgh'.split('').map((letter) => letter.repeat(5_000));
  for (const text of [...texts, ...texts.toReversed(), ...texts])
    expect(answers.of(text, true).toString()).toBe(`${text}\n`);
});

it('a large answer that several requests share is encoded once, and none is kept that must not be', () => {
  const answers = new AnswerBytes();
  const text = 'a'.repeat(5_000);
  expect(answers.of(text, false)).not.toBe(answers.of(text, false));
  expect(answers.of(text, true)).not.toBe(answers.of(text, false));
  expect(answers.of(text, true)).toBe(answers.of(text, true));
});

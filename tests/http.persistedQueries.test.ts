import { createHash } from 'node:crypto';
import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const READ = '{ videos { nodes { id } } }';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a persisted query', () => {
  let server: TestServer;
  let reader: Client;
  let writer: Client;
  beforeEach(async () => {
    server = await startServer();
    const platform = await server.platform();
    reader = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    writer = await platform.apiKey({ scopes: ['VIDEOS_WRITE'] });
  });
  afterEach(() => server.close());

  const send = (client: Client, text: string, withText: boolean): Promise<Answer> =>
    client.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...(withText ? { query: text } : {}),
        extensions: { persistedQuery: { version: 1, sha256Hash: hash(text) } },
      }),
    });
  const codes = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions.code);

  it('is known by its hash once somebody was let in with it', async () => {
    expect(codes(await send(reader, READ, false))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect((await send(reader, READ, true)).status).toBe(200);
    expect(await send(reader, READ, false)).toMatchObject({ status: 200, data: { videos: { nodes: [] } } });
  });

  it('is checked for each caller: a hash lets nobody in', async () => {
    await send(reader, READ, true);
    expect(await send(writer, READ, false)).toMatchObject({ status: 403 });
    expect(await send(server.anonymous, READ, false)).toMatchObject({ status: 401 });
  });

  it.each([
    ['that its caller may not run', () => writer, READ, 'FORBIDDEN'],
    ['without credentials', () => server.anonymous, READ, 'UNAUTHENTICATED'],
    ['that is not valid', () => reader, '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['that costs too much', () => reader, '{ videos(first: 90000) { nodes { id } } }', 'BAD_USER_INPUT'],
  ])('is not kept for one %s', async (_name, client, text, code) => {
    expect(codes(await send(client(), text, true))).toEqual([code]);
    expect(codes(await send(reader, text, false))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });
});

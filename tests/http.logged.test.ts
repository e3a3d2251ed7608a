import { QueryFailedError } from 'typeorm';
import { loggedError } from '../src/http/loggedError';
import { startServer, type TestServer } from './harness/startServer';
import { type Client } from './harness/Client';

describe('the log', () => {
  let server: TestServer;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
    key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  /** The line of the request that was answered with this id. */
  const lineOf = (headers: Headers): Record<string, unknown> => {
    const id = headers.get('x-request-id');
    const lines = server.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const own = lines.filter(({ msg, requestId }) => msg === 'request' && requestId === id);
    expect(own).toHaveLength(1);
    return own[0] ?? {};
  };

  it('has one line for a request, with who called, what for and what came of it', async () => {
    const served = await key.query('query Titles($n: Int) { videos(first: $n) { nodes { title } } }', {
      n: 3,
    });
    expect(lineOf(served.headers)).toMatchObject({
      level: 30,
      route: '/graphql',
      method: 'POST',
      status: 200,
      keyId: key.credential?.slice(3, 15),
      platformId: expect.any(String) as string,
      operationName: 'Titles',
      operationType: 'query',
      ms: expect.any(Number) as number,
    });
  });

  it.each([
    [
      'a document that is not valid',
      'mutation Wrong { nothing }',
      {},
      { status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] },
    ],
    [
      'a scope that is missing',
      'mutation Add { createVideo(input: { title: "a" }) { id } }',
      { as: 'reader' },
      { status: 403, codes: ['FORBIDDEN'], operationName: 'Add' },
    ],
    [
      'no credentials',
      '{ videos { nodes { id } } }',
      { as: 'nobody' },
      { status: 401, codes: ['UNAUTHENTICATED'] },
    ],
    [
      'bad credentials',
      '{ videos { nodes { id } } }',
      { as: 'forger' },
      { status: 401, codes: ['UNAUTHENTICATED'] },
    ],
    [
      'an error of a field',
      '{ videos(first: 0) { nodes { id } } }',
      {},
      { status: 200, codes: ['BAD_USER_INPUT'] },
    ],
  ])('tells the code of %s', async (_name, query, { as }: { as?: string }, expected) => {
    const clients: Record<string, Client> = {
      reader: await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] }),
      nobody: server.anonymous,
      forger: server.anonymous.as('ac_forged'),
    };
    const answer = await (clients[as ?? ''] ?? key).query(query);
    expect(lineOf(answer.headers)).toMatchObject(expected);
  });

  it('tells of requests that never were GraphQL', async () => {
    const unread = await key.send('/graphql?secret=hidden', { method: 'POST', body: 'x' });
    expect(lineOf(unread.headers)).toMatchObject({ status: 415, codes: ['UNSUPPORTED_MEDIA_TYPE'] });
    const unknown = await key.send('/nowhere?secret=hidden');
    expect(lineOf(unknown.headers)).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
  });

  it('holds no credential, no query, no variable and no URL, at debug level', async () => {
    const session = await (await server.platform()).admin();
    for (const client of [key, session]) {
      await client.query('query Secretive($id: ID!) { video(id: $id) { title slug } }', {
        id: 'in-a-variable',
      });
      await client.query('{ video(id: "in-a-literal") { unknownField } }');
      await client.send('/graphql?query={__typename}&token=in-the-url', {
        headers: { 'x-hidden': 'in-a-header' },
      });
      await client.send('/graphql', { method: 'POST', headers: { 'x-request-id': client.credential ?? '' } });
    }
    const log = server.logLines.join('');
    expect(log).toContain('Secretive');
    for (const secret of [
      key.credential,
      session.credential,
      'in-a-variable',
      'in-a-literal',
      'in-the-url',
      'in-a-header',
      'unknownField',
      'earer',
    ])
      expect(log).not.toContain(secret);
  });

  it('holds the real cause of a masked error under its request id, without the values that were at hand', async () => {
    const { requestId, answer } = await failing(server, key);
    expect(answer.text).not.toMatch(/videos|SQL|no such|exist/i);
    const line = server.logLines.find(
      (text) => text.includes('a request failed') && text.includes(requestId),
    );
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      level: 50,
      error: { type: 'QueryFailedError', sql: expect.stringContaining('INSERT INTO') as string },
    });
    expect(line).not.toContain('a title that nobody may read');
  });

  it('leaves out the values that a driver puts on its errors', () => {
    const cause = Object.assign(new Error("Duplicate entry 'hidden' for key 'uq_admins_email'"), {
      code: 'ER_DUP_ENTRY',
      sql: "INSERT INTO admins VALUES ('hidden')",
    });
    const failed = new QueryFailedError("INSERT INTO admins VALUES ('hidden', ?)", ['hidden'], cause);
    const logged = JSON.stringify(loggedError(new Error('while signing up', { cause: failed })));
    expect(logged).not.toContain('hidden');
    expect(logged).toContain('ER_DUP_ENTRY');
    expect(logged).toContain('INSERT INTO admins VALUES');
  });

  it.each([
    ['a client may choose', '0af7651916cd43dd8448eb211c80319c', true],
    ['of another form', 'has spaces in it', false],
    ['that is a session token', `as_${'a'.repeat(43)}`, false],
    ['too short', 'abc', false],
    ['too long', 'a'.repeat(65), false],
  ])('knows a request by an id %s', async (_name, given, isKept) => {
    const { headers } = await key.send('/healthz', { headers: { 'x-request-id': given } });
    expect(headers.get('x-request-id') === given).toBe(isKept);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-zA-Z-]{8,64}$/);
  });
});

/** A write that the database refuses, for its table has a column that the program does not know. */
async function failing(
  server: TestServer,
  key: Client,
): Promise<{ requestId: string; answer: Awaited<ReturnType<Client['query']>> }> {
  await server.database.transaction((manager) => manager.query('ALTER TABLE videos RENAME TO videos_gone'));
  const answer = await key.query('mutation ($t: String!) { createVideo(input: { title: $t }) { id } }', {
    t: 'a title that nobody may read',
  });
  await server.database.transaction((manager) => manager.query('ALTER TABLE videos_gone RENAME TO videos'));
  const [error] = answer.errors;
  expect(error?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect(error?.extensions.requestId).toBe(answer.headers.get('x-request-id'));
  return { requestId: String(error?.extensions.requestId), answer };
}

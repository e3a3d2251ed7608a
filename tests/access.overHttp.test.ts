import { createHash } from 'node:crypto';
import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const READ = '{ videos(first: 1) { nodes { id } } }';
const WRITE = 'mutation { createVideo(input: { title: "Never made" }) { id } }';

describe('access over HTTP', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let reader: Client;
  let writer: Client;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    reader = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    writer = await platform.apiKey({ scopes: ['VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  const refused = { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] };
  const get = (client: Client, parameters: Record<string, string>): ReturnType<Client['send']> =>
    client.send(`/graphql?${new URLSearchParams(parameters).toString()}`, {
      headers: { 'apollo-require-preflight': '1' },
    });

  it.each<[string, string, Record<string, unknown>]>([
    ['a field that is skipped by a literal', `{ videos @skip(if: true) { nodes { id } } }`, {}],
    [
      'a field that a default leaves out',
      `query ($on: Boolean = false) { videos @include(if: $on) { nodes { id } } }`,
      {},
    ],
    [
      'a field that a variable leaves out',
      `query ($on: Boolean!) { videos @include(if: $on) { nodes { id } } }`,
      { on: false },
    ],
    ['an alias', `{ pageInfo: videos { __typename } }`, {}],
    [
      'a fragment named constructor',
      `{ ...constructor } fragment constructor on Query { videos { __typename } }`,
      {},
    ],
    [
      'a fragment named __proto__',
      `{ ...__proto__ } fragment __proto__ on Query { videos { __typename } }`,
      {},
    ],
    ['introspection in the same operation', `{ __schema { queryType { name } } videos { __typename } }`, {}],
    [
      'a payload field beside one that is allowed',
      `mutation { createVideo(input: { title: "No" }) { id video { id } } }`,
      {},
    ],
  ])('counts %s', async (_name, query, variables) => {
    const answer = await writer.query(query, variables);
    expect(answer).toMatchObject({
      ...refused,
      errors: [{ extensions: { missingScopes: ['VIDEOS_READ'] } }],
    });
    expect(answer.text).not.toContain('"data"');
  });

  it('runs nothing of a refused request', async () => {
    const before = await reader.data<{ videos: unknown }>('{ videos { nodes { id } } }');
    await writer.query(
      'mutation { made: createVideo(input: { title: "Half" }) { id } createVideo(input: { title: "B" }) { video { id } } }',
    );
    expect(await reader.data('{ videos { nodes { id } } }')).toEqual(before);
  });

  it('asks for the chosen operation alone', async () => {
    const document = `query Read { videos { __typename } } mutation Write { createVideo(input: { title: "X" }) { id } }`;
    expect(await reader.query(document, {}, { operationName: 'Read' })).toMatchObject({ status: 200 });
    expect(await reader.query(document, {}, { operationName: 'Write' })).toMatchObject(refused);
    expect(await reader.query(document)).toMatchObject({ status: 400 });
    expect(await reader.query(document, {}, { operationName: 'Neither' })).toMatchObject({ status: 400 });
  });

  it('judges each caller of the same document anew', async () => {
    for (const [client, status] of [
      [reader, 200],
      [writer, 403],
      [reader, 200],
      [server.anonymous, 401],
      [writer, 403],
    ] as const) {
      expect((await client.query(READ)).status).toBe(status);
    }
  });

  it('judges the same operation name with another body anew', async () => {
    expect((await reader.query('query Same { videos { __typename } }')).status).toBe(200);
    expect((await reader.query('mutation Same { createVideo(input: { title: "X" }) { id } }')).status).toBe(
      403,
    );
    expect((await writer.query('query Same { videos { __typename } }')).status).toBe(403);
  });

  it('holds for GET, which runs no mutation at all', async () => {
    expect(await get(reader, { query: READ })).toMatchObject({ status: 200 });
    expect(await get(writer, { query: READ })).toMatchObject(refused);
    expect(await get(writer, { query: WRITE })).toMatchObject({ status: 405 });
    expect((await reader.send(`/graphql?${new URLSearchParams({ query: READ }).toString()}`)).status).toBe(
      400,
    );
  });

  it('keeps a persisted query only after its operation was let through', async () => {
    const query = '{ videos(first: 2) { nodes { title } } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });

    expect(await get(writer, { query, extensions })).toMatchObject(refused);
    expect(await get(reader, { extensions })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await get(reader, { query, extensions })).toMatchObject({ status: 200 });
    expect(await get(reader, { extensions })).toMatchObject({ status: 200 });
    expect(await get(writer, { extensions })).toMatchObject(refused);
    expect(await get(server.anonymous, { extensions })).toMatchObject({ status: 401 });
  });

  it('takes no batches', async () => {
    const answer = await reader.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: READ }, { query: READ }]),
    });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('"data"');
  });

  it('names every missing scope, and each field with its path', async () => {
    const answer = await writer.query('{ latest: videos { pageInfo { endCursor } nodes { name: title } } }');
    expect(answer.errors[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      requiredScopes: ['VIDEOS_READ'],
      missingScopes: ['VIDEOS_READ'],
      fields: [
        { coordinate: 'Query.videos', path: ['latest'], scope: 'VIDEOS_READ' },
        { coordinate: 'VideoConnection.pageInfo', path: ['latest', 'pageInfo'], scope: 'VIDEOS_READ' },
        { coordinate: 'VideoConnection.nodes', path: ['latest', 'nodes'], scope: 'VIDEOS_READ' },
        { coordinate: 'Video.title', path: ['latest', 'nodes', 'name'], scope: 'VIDEOS_READ' },
      ],
    });
  });

  it('judges credentials before it reads the document', async () => {
    const stranger = server.anonymous.as(`ac_${'A'.repeat(12)}_${'B'.repeat(49)}`);
    for (const query of ['{', '{ nothing }', READ, '{ __typename }']) {
      const answer = await stranger.query(query);
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="latchkey", error="invalid_token"');
    }
  });

  it('shows the schema to everyone outside production, and to valid callers in production', async () => {
    const INTROSPECTION = '{ __schema { queryType { name } } }';
    expect((await server.anonymous.query(INTROSPECTION)).status).toBe(200);
    const production = await startServer({ NODE_ENV: 'production' });
    const key = await (await production.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
    expect((await production.anonymous.query(INTROSPECTION)).status).toBe(401);
    expect((await key.query(INTROSPECTION)).status).toBe(200);
    await production.close();
  });
});

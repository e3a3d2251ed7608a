import { getIntrospectionQuery } from 'graphql';
import { type Client } from './harness/Client';
import { post, query, type RefusedRequest, refusesEach, times } from './harness/refusals';
import { startServer, type TestServer } from './harness/startServer';

const floods: RefusedRequest[] = [
  ['a body of 1 MB', 413, 'PAYLOAD_TOO_LARGE', query('{__typename}', { x: 'x'.repeat(1_000_000) })],
  ['a body of 5 MB', 413, 'PAYLOAD_TOO_LARGE', query('{__typename}', { x: 'x'.repeat(5_000_000) })],
  ['10,000 levels in the document', 400, 'BAD_USER_INPUT', query('{a'.repeat(10_000) + '}'.repeat(10_000))],
  [
    '10,000 levels in a literal',
    400,
    'BAD_USER_INPUT',
    query(`{ video(id: ${'['.repeat(10_000)}${']'.repeat(10_000)}) { id } }`),
  ],
  [
    '10,000 levels in a variable definition',
    400,
    'BAD_USER_INPUT',
    query(`query($a: ${'['.repeat(10_000)}Int${']'.repeat(10_000)}) { __typename }`),
  ],
  [
    '10,000 levels in variables',
    400,
    'BAD_USER_INPUT',
    post(
      `{"query":"query($a: ID) { video(id: $a) { id } }","variables":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
    ),
  ],
  ['100,000 levels of JSON that does not end', 400, 'BAD_REQUEST', post('['.repeat(100_000))],
  ['5,000 aliases', 400, 'BAD_USER_INPUT', query(`{ ${times(5_000, (i) => `a${i}: __typename`)} }`)],
  ['51 aliases', 400, 'BAD_USER_INPUT', query(`{ ${times(51, (i) => `a${i}: __typename`)} }`)],
  ['one field 5,000 times', 400, 'BAD_USER_INPUT', query(`{ ${'__typename '.repeat(5_000)} }`)],
  ['400 operations', 400, 'BAD_USER_INPUT', query(times(500, (i) => `query q${i} { __typename }`))],
  ['500 directives', 400, 'BAD_USER_INPUT', query(`{ __typename ${'@skip(if: false) '.repeat(500)} }`)],
  [
    'a directive repeated',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    query('{ __typename @skip(if: false) @skip(if: false) }'),
  ],
  [
    'a fragment bomb',
    400,
    'BAD_USER_INPUT',
    query(
      `{ videos { nodes { ...f0 } } } ${times(60, (i) => `fragment f${i} on Video { ...f${i + 1} ...f${i + 1} }`)} fragment f60 on Video { id }`,
    ),
  ],
  [
    'a fragment cycle',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    query('{ videos { nodes { ...a } } } fragment a on Video { ...b } fragment b on Video { ...a }'),
  ],
  ['a fragment of itself', 400, 'GRAPHQL_VALIDATION_FAILED', query('{ ...a } fragment a on Query { ...a }')],
  [
    'lists in lists of introspection',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    query(
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    ),
  ],
  [
    'aliased introspection',
    400,
    'BAD_USER_INPUT',
    query(
      `{ ${times(50, (i) => `a${i}: __schema { types { name kind description fields { name args { name defaultValue type { name ofType { name ofType { name } } } } type { name } } inputFields { name } enumValues { name } } }`)} }`,
    ),
  ],
  [
    'pages that come to too much',
    400,
    'BAD_USER_INPUT',
    query(
      `{ ${times(45, (i) => `a${i}: videos(first: 100) { nodes { id title slug createdAt version } edges { cursor node { id title slug createdAt version } } }`)} }`,
    ),
  ],
  [
    'a page as large as a variable says',
    400,
    'BAD_USER_INPUT',
    query('query($n: Int) { videos(first: $n) { nodes { id } } }', { variables: { n: 2_000_000_000 } }),
  ],
  ['a name of 100 kB', 400, 'BAD_USER_INPUT', query(`{ ${'a'.repeat(100_000)} }`)],
  ['an alias of 100 kB', 400, 'BAD_USER_INPUT', query(`{ ${'a'.repeat(100_000)}: __typename }`)],
  [
    'an operation name of 100 kB',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    query('{ __typename }', { operationName: 'a'.repeat(100_000) }),
  ],
  ['100 unknown fields', 400, 'GRAPHQL_VALIDATION_FAILED', query(`{ ${times(100, (i) => `unknown${i}`)} }`)],
];

describe('a request that asks for too much', () => {
  let server: TestServer;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    client = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  describe('is refused before anything runs', () => refusesEach(() => client, floods));

  it('is told which limit it passes, and by how much where that is known', async () => {
    const aliased = await client.query(`{ ${times(51, (i) => `a${i}: __typename`)} }`);
    expect(aliased.errors[0]?.extensions).toMatchObject({ limited: 'aliases', limit: 50 });
    const costly = await client.query('query($n: Int) { videos(first: $n) { nodes { id title } } }', {
      n: 1e6,
    });
    expect(costly.errors[0]?.extensions).toMatchObject({
      limited: 'fields',
      limit: 50_000,
      found: 2_000_002,
    });
  });

  it.each(['pages', 'posts', 'emails'])(
    'do not let one request carry off the texts of %s by the thousand',
    async (list) => {
      const client = await (await server.platform()).apiKey({ grantAll: true });
      const lists = (count: number, field: string): string =>
        `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${list}(first: 100) { nodes { ${field} } }`).join(' ')} }`;
      expect((await client.query(lists(1, 'body'))).errors).toEqual([]);
      expect((await client.query(lists(30, 'id'))).errors).toEqual([]);
      expect((await client.query(lists(30, 'body'))).errors[0]?.extensions).toMatchObject({ limit: 50_000 });
    },
  );

  it('is judged after its credentials', async () => {
    const flood = `{ ${times(500, (i) => `a${i}: __typename`)} }`;
    expect((await client.as('ac_nonsense').query(flood)).status).toBe(401);
  });

  it('is not taken for one that only looks like it', async () => {
    const answers = [
      await client.query(getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true })),
      await client.query(`{ ${times(50, (i) => `a${i}: __typename`)} }`),
      await client.query(`{ ${times(150, () => 'videos(first: 1) { nodes { id } }')} }`),
      await client.query('query($n: Int = 100) { videos(first: $n) { nodes { id title slug } } }'),
      await client.query('query($n: Int) { videos(first: $n) { nodes { id title slug } } }', { n: 100 }),
    ];
    expect(answers.map(({ status, errors }) => ({ status, errors }))).toEqual(
      answers.map(() => ({ status: 200, errors: [] })),
    );
  });
});

describe('a server with limits of its own', () => {
  let server: TestServer;
  let key: Client;
  beforeAll(async () => {
    server = await startServer({
      LATCHKEY_MAX_TOKENS: '100',
      LATCHKEY_MAX_DEPTH: '5',
      LATCHKEY_MAX_ALIASES: '1',
      LATCHKEY_MAX_DIRECTIVES: '1',
      LATCHKEY_MAX_BODY_BYTES: '2048',
      LATCHKEY_MAX_COST: '100',
    });
    key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
  });
  afterAll(() => server.close());

  it.each([
    ['tokens', `{ ${times(99, () => '__typename')} }`],
    ['nested levels', '{ videos { nodes { id @skip(if: [[[true]]]) } } }'],
    ['aliases', '{ a: __typename b: __typename }'],
    ['directives', '{ __typename @skip(if: true) ... @include(if: true) { __typename } }'],
    ['fields', '{ videos(first: 50) { nodes { id title } } }'],
    [
      'nested fields',
      `{ __schema { ...a } } fragment a on __Schema { queryType { fields { ...b } } }
       fragment b on __Field { type { ofType { name } } }`,
    ],
  ])('refuses more %s', async (limited, text) => {
    const answer = await key.query(text);
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { limited } }] });
  });

  it('refuses a larger body', async () => {
    expect((await key.query('{ __typename }', { x: 'x'.repeat(3_000) })).status).toBe(413);
  });
});

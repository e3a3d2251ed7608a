import { createHash } from 'node:crypto';
import { type Client } from './harness/Client';
import { json, post, query, type RefusedRequest, refusesEach, times } from './harness/refusals';
import { startServer, type TestServer } from './harness/startServer';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const get = (parameters: Record<string, string>): string =>
  `/graphql?${new URLSearchParams(parameters).toString()}`;
const preflighted = { headers: { 'apollo-require-preflight': 'yes' } };

const bodies: RefusedRequest[] = [
  ['no JSON', 400, 'BAD_REQUEST', post('{"query": ')],
  ['an empty body', 400, 'BAD_REQUEST', post('')],
  ['no body', 400, 'BAD_REQUEST', { method: 'POST' }],
  ['an array, which is a batch', 400, 'BAD_REQUEST', post('[{"query":"{__typename}"}]')],
  ['an empty array', 400, 'BAD_REQUEST', post('[]')],
  ['a string', 400, 'BAD_REQUEST', post('"{__typename}"')],
  ['a number', 400, 'BAD_REQUEST', post('7')],
  ['null', 400, 'BAD_REQUEST', post('null')],
  ['no query', 400, 'BAD_REQUEST', post('{}')],
  ['an empty query', 400, 'BAD_REQUEST', query('')],
  ['a query of white space', 400, 'GRAPHQL_PARSE_FAILED', query('  \n ')],
  ['a query that is null', 400, 'BAD_REQUEST', post('{"query":null}')],
  ['a query that is a number', 400, 'BAD_REQUEST', post('{"query":7}')],
  ['a query that is a list', 400, 'BAD_REQUEST', post('{"query":["{__typename}"]}')],
  ['a query that is a parsed document', 400, 'BAD_REQUEST', post('{"query":{"kind":"Document"}}')],
  ['variables that are a list', 400, 'BAD_REQUEST', query('{__typename}', { variables: [1] })],
  ['variables that are a string', 400, 'BAD_REQUEST', query('{__typename}', { variables: '{}' })],
  ['extensions that are a number', 400, 'BAD_REQUEST', query('{__typename}', { extensions: 7 })],
  ['an operation name that is a list', 400, 'BAD_REQUEST', query('{__typename}', { operationName: [] })],
  [
    'an operation that is not there',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    query('{__typename}', { operationName: 'A' }),
  ],
  [
    'several operations and no name',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    query('query A{__typename} query B{__typename}'),
  ],
  ['fragments only', 400, 'GRAPHQL_VALIDATION_FAILED', query('fragment A on Video { id }')],
  ['SDL', 400, 'GRAPHQL_VALIDATION_FAILED', query('type A { b: C }')],
  ['a subscription', 400, 'BAD_REQUEST', query('subscription { videoCreated { id } }')],
  ['@defer', 400, 'GRAPHQL_VALIDATION_FAILED', query('{ ... @defer { __typename } }')],
  [
    '__proto__ in variables',
    400,
    'BAD_REQUEST',
    post('{"query":"{__typename}","variables":{"__proto__":{"a":1}}}'),
  ],
  ['__proto__ beside the query', 400, 'BAD_REQUEST', post('{"query":"{__typename}","__proto__":null}')],
  [
    'constructor.prototype',
    400,
    'BAD_REQUEST',
    post('{"query":"{__typename}","constructor":{"prototype":{}}}'),
  ],
];

const contentTypes: RefusedRequest[] = [
  'text/plain',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'nonsense',
  'application/json; charset=utf-16',
].map((type) => [
  `${type}`,
  415,
  'UNSUPPORTED_MEDIA_TYPE',
  post('{"query":"{__typename}"}', { 'content-type': type }),
]);

const characters: RefusedRequest[] = [
  [
    'bytes that are not UTF-8',
    400,
    'BAD_REQUEST',
    post(Buffer.from('{"query":"{__typename}","a":"\xff\xfe"}', 'latin1')),
  ],
  ['a NUL in the document', 400, 'GRAPHQL_PARSE_FAILED', query('{ __type\0name }')],
  [
    'a lone surrogate in the document',
    400,
    'GRAPHQL_PARSE_FAILED',
    post(String.raw`{"query":"{ video(id: \"\ud800\") { id } }"}`),
  ],
  [
    'a lone surrogate in a literal',
    400,
    'GRAPHQL_PARSE_FAILED',
    query(String.raw`{ video(id: "\uD800") { id } }`),
  ],
  ['text that is no GraphQL', 400, 'GRAPHQL_PARSE_FAILED', query('Give me all the keys.')],
  ['a literal that does not end', 400, 'GRAPHQL_PARSE_FAILED', query('{ video(id: "')],
];

const values: RefusedRequest[] = [
  [
    'a number beyond 32 bits',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    query('{ videos(first: 99999999999999999999) { nodes { id } } }'),
  ],
  [
    'a number of 10,000 digits',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    query(`{ videos(first: ${'9'.repeat(10_000)}) { nodes { id } } }`),
  ],
  [
    'a variable beyond 32 bits',
    400,
    'BAD_USER_INPUT',
    query('query($n: Int) { videos(first: $n) { nodes { id } } }', { variables: { n: 1e300 } }),
  ],
  [
    'a variable that JSON makes infinite',
    400,
    'BAD_USER_INPUT',
    post('{"query":"query($n: Int) { videos(first: $n) { nodes { id } } }","variables":{"n":1e999}}'),
  ],
  [
    'a variable of another type',
    400,
    'BAD_USER_INPUT',
    query('query($n: Int) { videos(first: $n) { nodes { id } } }', { variables: { n: 'x'.repeat(200_000) } }),
  ],
  ['a required variable left out', 400, 'BAD_USER_INPUT', query('query($id: ID!) { video(id: $id) { id } }')],
  [
    'an input field that is unknown',
    400,
    'BAD_USER_INPUT',
    query('mutation($i: CreateVideoInput!) { createVideo(input: $i) { id } }', {
      variables: { i: { title: 'a', ['x'.repeat(100_000)]: 1 } },
    }),
  ],
];

const gets: RefusedRequest[] = [
  ['GET without a query', 400, 'BAD_REQUEST', preflighted, '/graphql'],
  ['GET as a form could send it', 400, 'BAD_REQUEST', {}, get({ query: '{__typename}' })],
  [
    'GET with a mutation',
    405,
    'BAD_REQUEST',
    preflighted,
    get({ query: 'mutation { createVideo(input: { title: "x" }) { id } }' }),
  ],
  ['GET with two queries', 400, 'BAD_REQUEST', preflighted, '/graphql?query={__typename}&query={__typename}'],
  [
    'GET with variables that are no JSON',
    400,
    'BAD_REQUEST',
    preflighted,
    get({ query: '{__typename}', variables: '{' }),
  ],
  [
    'GET with variables that are a list',
    400,
    'BAD_REQUEST',
    preflighted,
    get({ query: '{__typename}', variables: '[]' }),
  ],
  [
    'GET with aliases',
    400,
    'BAD_USER_INPUT',
    preflighted,
    get({ query: `{${times(60, (i) => `a${i}: __typename`)}}` }),
  ],
  [
    'GET with nested variables',
    400,
    'BAD_USER_INPUT',
    preflighted,
    get({ query: '{__typename}', variables: `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}` }),
  ],
  [
    'GET with a content-type of its own',
    400,
    'BAD_REQUEST',
    { headers: { 'content-type': 'text/plain' } },
    get({ query: '{__typename}' }),
  ],
];

const paths: RefusedRequest[] = [
  ['an unknown path', 404, 'NOT_FOUND', {}, '/admin'],
  ['a path below', 404, 'NOT_FOUND', query('{__typename}'), '/graphql/x'],
  ['a path that is not UTF-8', 400, 'BAD_REQUEST', {}, '/%ff%zz'],
  ['a path that goes up', 404, 'NOT_FOUND', {}, '/..%2f..%2fetc%2fpasswd'],
  ['PUT', 405, 'METHOD_NOT_ALLOWED', { method: 'PUT' }, '/graphql'],
  ['DELETE', 405, 'METHOD_NOT_ALLOWED', { method: 'DELETE' }, '/graphql'],
  ['PATCH with a body', 405, 'METHOD_NOT_ALLOWED', { ...query('{__typename}'), method: 'PATCH' }, '/graphql'],
  ['OPTIONS', 405, 'METHOD_NOT_ALLOWED', { method: 'OPTIONS' }, '/graphql'],
  ['POST to a probe', 405, 'METHOD_NOT_ALLOWED', query('{__typename}'), '/healthz'],
  [
    'a client that takes no JSON',
    406,
    'NOT_ACCEPTABLE',
    {
      ...query('mutation { createVideo(input: { title: "x" }) { id } }'),
      headers: { ...json, accept: 'image/png' },
    },
  ],
];

const persisted = (extension: unknown, rest: object = {}): RequestInit =>
  post(JSON.stringify({ extensions: { persistedQuery: extension }, ...rest }));
const persistedQueries: RefusedRequest[] = [
  ['a version that is not known', 400, 'BAD_USER_INPUT', persisted({ version: 2, sha256Hash: hash('a') })],
  ['a hash that is none', 400, 'BAD_USER_INPUT', persisted({ version: 1, sha256Hash: 'abc' })],
  ['a hash that is a list', 400, 'BAD_USER_INPUT', persisted({ version: 1, sha256Hash: [] })],
  ['a hash of 100 kB', 400, 'BAD_USER_INPUT', persisted({ version: 1, sha256Hash: 'a'.repeat(100_000) })],
  ['an extension that is true', 400, 'BAD_USER_INPUT', persisted(true)],
  ['an extension that is a string', 400, 'BAD_USER_INPUT', persisted('x'.repeat(100_000))],
  [
    'the hash of another query',
    400,
    'BAD_USER_INPUT',
    persisted({ version: 1, sha256Hash: hash('a') }, { query: '{__typename}' }),
  ],
];

describe('a request that can not be served', () => {
  let server: TestServer;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    client = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterAll(() => server.close());

  describe('for its body', () => refusesEach(() => client, bodies));
  describe('for its content-type', () => refusesEach(() => client, contentTypes));
  describe('for its characters', () => refusesEach(() => client, characters));
  describe('for its values', () => refusesEach(() => client, values));
  describe('sent with GET', () => refusesEach(() => client, gets));
  describe('for its path, method or accept header', () => refusesEach(() => client, paths));
  describe('for its persisted query', () => refusesEach(() => client, persistedQueries));

  it('runs no mutation that it then could not answer', async () => {
    expect(await client.data('{ videos { nodes { id } } }')).toEqual({ videos: { nodes: [] } });
  });

  const mutation = 'mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id } }';
  it.each<[string, string, Record<string, unknown>, string]>([
    ['NUL in a literal', '{ video(id: "\\u0000") { id } }', {}, 'query'],
    ['NUL', 'query ($id: ID!) { video(id: $id) { id } }', { id: 'a\0' }, 'variables.id'],
    ['half a character', 'query ($id: ID!) { video(id: $id) { id } }', { id: '\ud800' }, 'variables.id'],
    ['NUL far inside', mutation, { input: { title: 'x', tags: ['a', '\0'] } }, 'variables.input.tags.1'],
    ['half a character far inside', mutation, { input: { title: 'a\udc00b' } }, 'variables.input.title'],
  ])('refuses %s, naming where it stands', async (_what, text, variables, field) => {
    expect(await client.query(text, variables)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field, allowed: 'Unicode text' } }],
    });
  });

  it.each(['1e999', '-1e999'])(
    'refuses %s, which JSON makes infinite: it would pass for null',
    async (number) => {
      const body = `{"query":"{ __typename }","variables":{"a":[${number}]}}`;
      expect(await client.send('/graphql', post(body))).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'variables.a.0' } }],
      });
    },
  );

  it('says what a path does take', async () => {
    const answer = await client.send('/graphql', { method: 'PUT' });
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });
});

import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const browser = { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } };
const origin = (from: string, rest: Record<string, string> = {}): RequestInit => ({
  headers: { origin: from, ...rest },
});
const preflight = (from: string): RequestInit => ({
  method: 'OPTIONS',
  ...origin(from, {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  }),
});

describe('outside production', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({
      LATCHKEY_CORS_ORIGINS: 'https://app.example.com, https://admin.example.com',
    });
  });
  afterAll(() => server.close());

  it('gives a browser Apollo Sandbox, and below it what to do without', async () => {
    const page = await server.anonymous.send('/graphql', browser);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('https://embeddable-sandbox.cdn.apollographql.com/');
    expect(page.text).toContain('npm run schema:print');
    expect(page.text).toContain('curl');
    const policy = page.headers.get('content-security-policy');
    const nonce = /nonce-([^']+)'/.exec(policy ?? '')?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(page.text).toContain(`<script nonce="${nonce}">`);
    expect(page.text).not.toMatch(/<(script|style)(?! nonce="[^"]{20,}")/);
  });

  it('answers a query that a browser sends with GET in JSON', async () => {
    const answer = await server.anonymous.send('/graphql?query={__typename}', {
      headers: { ...browser.headers, 'apollo-require-preflight': 'yes' },
    });
    expect(answer).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  });

  it('names the media type that the client asked for', async () => {
    for (const [accept, type] of [
      ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
      [
        'application/graphql-response+json, application/json;q=0.9',
        'application/graphql-response+json; charset=utf-8',
      ],
      ['application/json', 'application/json; charset=utf-8'],
      ['*/*', 'application/json; charset=utf-8'],
    ] as const) {
      const answer = await server.anonymous.send('/graphql', {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json' },
        body: '{"query":"{__typename}"}',
      });
      expect(answer).toMatchObject({ status: 200, data: { __typename: 'Query' } });
      expect(answer.headers.get('content-type')).toBe(type);
    }
  });

  it.each([
    ['https://app.example.com', true],
    ['https://admin.example.com', true],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:5173', true],
    ['https://studio.apollographql.com', true],
    ['https://app.example.com.evil.example', false],
    ['http://localhost.evil.example', false],
    ['http://app.example.com', false],
    ['null', false],
  ])('lets pages of %s read answers: %s', async (from, isAllowed) => {
    const answer = await server.anonymous.send('/graphql', { ...preflight(from) });
    expect(answer.status).toBe(isAllowed ? 204 : 405);
    expect(answer.headers.get('access-control-allow-origin')).toBe(isAllowed ? from : null);
    const actual = await server.anonymous.send('/healthz', origin(from));
    expect(actual.headers.get('access-control-allow-origin')).toBe(isAllowed ? from : null);
    expect(actual.headers.get('vary')).toBe('Origin');
    expect(actual.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('tells everyone of mistakes, and the schema', async () => {
    expect((await server.anonymous.query('{ vidoes { nodes { id } } }')).text).toContain('Did you mean');
    expect((await server.anonymous.query('{ __schema { queryType { name } } }')).status).toBe(200);
  });
});

describe('in production', () => {
  let server: TestServer;
  let key: Client;
  beforeAll(async () => {
    server = await startServer({ NODE_ENV: 'production' });
    key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
  });
  afterAll(() => server.close());

  it('gives a browser no page', async () => {
    const answer = await server.anonymous.send('/graphql', browser);
    expect(answer).toMatchObject({ status: 406, errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] });
    expect(answer.text).not.toContain('<');
  });

  it('lets no other origin in unless a setting names it', async () => {
    for (const from of ['http://localhost:3000', 'https://studio.apollographql.com'])
      expect((await server.anonymous.send('/graphql', preflight(from))).status).toBe(405);
  });

  it('answers a stranger the same whether a document is valid or not', async () => {
    const answers = [
      await server.anonymous.query('{ videos { nodes { id } } }'),
      await server.anonymous.query('{ vidoes { nodes { id } } }'),
      await server.anonymous.query('{ videos { nodes { secret } } }'),
      await server.anonymous.query('{ videos { nodes { id } } }', {}, { operationName: 'Other' }),
      await server.anonymous.query('{ __schema { types { name } } }'),
      await server.anonymous.query('subscription { a }'),
      await server.anonymous.send('/graphql?query=mutation{createVideo(input:{title:"a"}){id}}', {
        headers: { 'apollo-require-preflight': 'yes' },
      }),
    ];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const { status, headers, errors } of answers) {
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
      expect(headers.get('allow')).toBeNull();
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('tells a valid caller of mistakes, and the schema', async () => {
    const wrong = await key.query('{ vidoes { nodes { id } } }');
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Did you mean');
    expect((await key.query('{ __schema { queryType { name } } }')).status).toBe(200);
  });

  it('serves everyone what is public', async () => {
    expect((await server.anonymous.query('{ __typename }')).status).toBe(200);
  });
});

import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

interface Requirements {
  operationName: string | null;
  operationType: string;
  scopes: string[];
  adminOnly: boolean;
  fields: { coordinate: string; path: string[]; access: string; scope: string | null }[];
}

const QUERY = `query ($document: String!) { requiredScopes(document: $document) {
  operationName operationType scopes adminOnly fields { coordinate path access scope }
} }`;

describe('requiredScopes', () => {
  let server: TestServer;
  let caller: Client;
  beforeAll(async () => {
    server = await startServer();
    caller = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
  });
  afterAll(() => server.close());

  function ask(document: string): Promise<Answer<{ requiredScopes: Requirements[] }>> {
    return caller.query(QUERY, { document });
  }

  it('tells for each operation of a document the least scopes, and which field asks for which', async () => {
    const answer = await ask(`
      query List($no: Boolean!) { clips: videos(first: 3) { nodes { ...Card @skip(if: $no) } } me: currentCaller { id } }
      mutation Make { createVideo(input: { title: "Never made" }) { id } }
      query Keys { apiKeys { nodes { __typename } } }
      query Nothing { __typename }
      fragment Card on Video { title }
    `);
    const videosRead = { access: 'SCOPE', scope: 'VIDEOS_READ' };
    expect(answer.data.requiredScopes).toMatchObject([
      {
        operationName: 'List',
        operationType: 'QUERY',
        scopes: ['VIDEOS_READ'],
        adminOnly: false,
        fields: [
          { coordinate: 'Query.videos', path: ['clips'], ...videosRead },
          { coordinate: 'VideoConnection.nodes', path: ['clips', 'nodes'], ...videosRead },
          { coordinate: 'Video.title', path: ['clips', 'nodes', 'title'], ...videosRead },
          { coordinate: 'Query.currentCaller', path: ['me'], access: 'ANY_CALLER', scope: null },
          { coordinate: 'CurrentCaller.id', path: ['me', 'id'], access: 'ANY_CALLER', scope: null },
        ],
      },
      { operationName: 'Make', operationType: 'MUTATION', scopes: ['VIDEOS_WRITE'], adminOnly: false },
      { operationName: 'Keys', operationType: 'QUERY', scopes: [], adminOnly: true },
      { operationName: 'Nothing', scopes: [], adminOnly: false, fields: [] },
    ]);
    const { videos } = await caller.data<{ videos: { nodes: unknown[] } }>('{ videos { nodes { id } } }');
    expect(videos.nodes).toEqual([]);
  });

  it('is what the server then asks for', async () => {
    const document = 'mutation { createVideo(input: { title: "New" }) { video { title } } }';
    const told = (await ask(document)).data.requiredScopes[0];
    const refused = await caller.query(document);
    expect(refused.errors[0]?.extensions.requiredScopes).toEqual(told?.scopes);
  });

  it.each([
    ['nothing', '', /Unexpected <EOF>/],
    ['no GraphQL', '{ videos { ', /Expected Name/],
    ['an unknown field', '{ vidoes { nodes { id } } }', /Cannot query field "vidoes"/],
    ['several mistakes', '{ a b }', /"a".*"b"/],
    ['many mistakes', `{ ${'x '.repeat(1_000)} }`, /too many fields of one name/],
    ['a long name', `{ ${'x'.repeat(100_000)} }`, /^document: Cannot query field "x{1,300}$/],
    ['fragments only', 'fragment F on Query { __typename }', /never used/],
    ['a schema', 'type Query { a: Int }', /not executable/],
    ['a subscription', 'subscription { a }', /no subscription/],
    ['too many tokens', `{ ${'a '.repeat(2_000)} }`, /2000 tokens/],
    ['endless spreads', '{ ...F } fragment F on Query { ...F }', /within itself/],
    ['too deep a nest', `{ ${'a { '.repeat(900)}`, /document: /],
  ])('refuses %s as bad input', async (_case, document, message) => {
    const { errors } = await ask(document);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'document' } }]);
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.message.length).toBeLessThan(2_000);
  });

  it('takes one document in a request, as often as it is asked for', async () => {
    const query = `query ($a: String!, $b: String!) {
      a: requiredScopes(document: $a) { scopes } b: requiredScopes(document: $b) { scopes }
    }`;
    const [a, b] = ['{ videos { nodes { id } } }', '{ __typename }'];
    expect(await caller.data(query, { a, b: a })).toEqual({
      a: [{ scopes: ['VIDEOS_READ'] }],
      b: [{ scopes: ['VIDEOS_READ'] }],
    });
    expect((await caller.query(query, { a, b })).errors).toMatchObject([
      { path: ['b'], extensions: { code: 'BAD_USER_INPUT', field: 'document' } },
    ]);
  });

  it('is for valid callers', async () => {
    expect(await server.anonymous.query(QUERY, { document: '{ __typename }' })).toMatchObject({
      status: 401,
    });
  });
});

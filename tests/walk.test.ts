import { startServer, type TestServer } from './harness/startServer';

describe('the thin road', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('answers a key that holds the scope', async () => {
    const platform = await server.platform();
    const writer = await platform.apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    const created = await writer.data<{ createVideo: { id: string } }>(
      'mutation { createVideo(input: { title: "First light" }) { id video { title slug } } }',
    );
    const answer = await writer.query(
      'query ($id: ID!) { video(id: $id) { title } videos { nodes { id title createdAt } } }',
      {
        id: created.createVideo.id,
      },
    );
    expect(answer.text).toContain('First light');
    expect(answer.status).toBe(200);
  });

  it('refuses a key that lacks it with 403, and no key with 401', async () => {
    const platform = await server.platform();
    const reader = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    const refused = await reader.query('mutation { createVideo(input: { title: "No" }) { id } }');
    expect(refused).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN', missingScopes: ['VIDEOS_WRITE'] } }],
    });
    expect(refused.text).not.toContain('"data"');
    const anonymous = await server.anonymous.query('{ videos { nodes { id } } }');
    expect(anonymous).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
  });
});

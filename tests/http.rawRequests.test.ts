import { sendRaw } from './harness/sendRaw';
import { startServer, type TestServer } from './harness/startServer';

const request = (lines: string[], body = ''): string => [...lines, '', body].join('\r\n');
const body = '{"query":"{ __typename }"}';
const head = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];

describe('bytes that no HTTP client would send', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it.each([
    ['a good request, to compare', 200, request([...head, `Content-Length: ${body.length}`], body)],
    ['two lengths that differ', 400, request([...head, 'Content-Length: 26', 'Content-Length: 2'], body)],
    [
      'a length and chunks',
      400,
      request([...head, 'Content-Length: 26', 'Transfer-Encoding: chunked'], body),
    ],
    ['a length that is no number', 400, request([...head, 'Content-Length: many'], body)],
    ['a negative length', 400, request([...head, 'Content-Length: -1'], body)],
    [
      'chunks without lengths',
      400,
      request([...head, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
    ],
    [
      'chunks that come to 1 MB',
      413,
      request([...head, 'Transfer-Encoding: chunked'], `100000\r\n${'x'.repeat(1_048_576)}\r\n0\r\n\r\n`),
    ],
    ['no HTTP at all', 400, 'hello\r\n\r\n'],
    ['a TLS hello', 400, Buffer.from('16030100a5010000a10303', 'hex')],
    ['a method that HTTP does not know', 400, request(['BREW /graphql HTTP/1.1', 'Host: localhost'])],
    ['a method that we do not know', 405, request(['PROPFIND /graphql HTTP/1.1', 'Host: localhost'])],
    ['no Host', 400, request(['GET /healthz HTTP/1.1'])],
    ['a NUL in a header', 400, request(['GET /healthz HTTP/1.1', 'Host: localhost', 'X-A: a\0b'])],
    [
      'a URL of 100 kB',
      431,
      request([`GET /graphql?query=${'x'.repeat(100_000)} HTTP/1.1`, 'Host: localhost']),
    ],
    [
      '1,000 long headers',
      431,
      request([
        'GET /healthz HTTP/1.1',
        'Host: localhost',
        ...Array.from({ length: 1_000 }, (_, i) => `X-${i}: ${'x'.repeat(100)}`),
      ]),
    ],
    ['a URL with raw UTF-8', 400, Buffer.from(request(['GET /gräphql HTTP/1.1', 'Host: localhost']))],
  ])('%s: %d', async (_name, status, bytes) => {
    const answer = await sendRaw(server.address, bytes);
    expect(answer.status).toBe(status);
    expect(answer.head).toContain('content-type: application/json');
    if (status !== 200) expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ extensions: {} }] });
    expect(answer.body.length).toBeLessThan(1_000);
    expect((await server.anonymous.query('{ __typename }')).status).toBe(200);
  });

  it('does not wait for a body that is too large', async () => {
    const answer = await sendRaw(server.address, request([...head, 'Content-Length: 1000000000'], '{'));
    expect(answer.status).toBe(413);
    // To close with bytes still unread would reset the connection, and could cost the client this answer.
    expect(answer.head).not.toContain('connection: close');
  });
});

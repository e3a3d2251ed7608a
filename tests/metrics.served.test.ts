import { serveMetrics } from '../src/metrics/serveMetrics';
import { type Client } from './harness/Client';
import { startProgram } from './harness/program';
import { startServer, type TestServer } from './harness/startServer';
import { createTestDatabase } from './harness/testDatabase';

const VIDEOS = '{ videos { nodes { id } } }';

describe('GET /metrics', () => {
  let server: TestServer;
  let key: Client;
  let metrics: Awaited<ReturnType<typeof serveMetrics>>;
  beforeAll(async () => {
    server = await startServer({ LATCHKEY_METRICS_PORT: '0' });
    key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
    metrics = await serveMetrics({
      host: '127.0.0.1',
      port: 0,
      read: () => server.metrics?.registry.metrics() ?? Promise.reject(new Error('There are none.')),
      logger: server.logger,
    });
  });
  afterAll(async () => {
    metrics.server.close();
    metrics.server.closeAllConnections();
    await server.close();
  });

  const read = async (path = '/metrics', method = 'GET'): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`http://127.0.0.1:${metrics.port}${path}`, { method });
    return { status: answer.status, text: await answer.text() };
  };
  /** The value on the line of this name and these labels; 0 when there is none. */
  const valueOf = async (line: string): Promise<number> => {
    const { text } = await read();
    const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
    return Number(found?.slice(line.length + 1) ?? 0);
  };
  /** By how much the line's value grows while `work` runs. */
  const growth = async (line: string, work: () => Promise<unknown>): Promise<number> => {
    const before = await valueOf(line);
    await work();
    return (await valueOf(line)) - before;
  };

  it.each([
    ['a request that is served', 'latchkey_requests_total{route="/graphql",status="200"}', VIDEOS],
    ['its duration', 'latchkey_request_duration_seconds_count{route="/graphql"}', VIDEOS],
    ['the read of its key', 'latchkey_key_read_size_count', VIDEOS],
    [
      'an operation that is seen for the first time',
      'latchkey_unplanned_operations_total{reason="first-sight"}',
      '{ videos(first: 7) { nodes { slug } } }',
    ],
    ['a refusal', 'latchkey_refusals_total{code="FORBIDDEN"}', '{ members { nodes { id } } }'],
    [
      'an error of a field',
      'latchkey_refusals_total{code="BAD_USER_INPUT"}',
      '{ videos(first: 0) { nodes { id } } }',
    ],
  ])('counts %s', async (_what, line, query) => {
    expect(await growth(line, () => key.query(query))).toBe(1);
  });

  it('keeps the plans of what is asked often beside documents of padding', async () => {
    const line = 'latchkey_unplanned_operations_total{reason="first-sight"}';
    const often = '{ videos(first: 9) { nodes { slug } } }';
    await key.data(often);
    for (const name of ['one', 'other', 'third']) await key.data(`{ __typename } # ${name.padEnd(250_000)}`);
    expect(await growth(line, () => key.data(often))).toBe(0);
  });

  it('counts requests for what is not there under one route', async () => {
    const line = 'latchkey_requests_total{route="none",status="404"}';
    const ask = (path: string) => () => key.send(path);
    expect(await growth(line, ask('/one-made-up-path'))).toBe(1);
    expect(await growth(line, ask('/another-made-up-path?secret=hidden'))).toBe(1);
  });

  it('counts e-mails by what came of them', async () => {
    server.metrics?.emailsDelivered({ sent: 3, failed: 2, deferred: 1 });
    expect(await valueOf('latchkey_emails_total{outcome="sent"}')).toBe(3);
    expect(await valueOf('latchkey_emails_total{outcome="failed"}')).toBe(2);
  });

  it('tells what is waiting, what is in use, and how the process is', async () => {
    const { text } = await read();
    expect(text).toContain('latchkey_bcrypt_waiting 0');
    expect(text).toContain('latchkey_database_connections_in_use 0');
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it('labels nothing with what callers send or who they are', async () => {
    const session = await (await server.platform()).admin();
    for (const client of [key, session, server.anonymous.as('ac_forged')]) {
      await client.query('query Telling { videos { nodes { id } } }');
      await client.send('/made-up-path?secret=hidden');
    }
    const { text } = await read();
    const id = key.credential?.slice(3, 15);
    for (const secret of [key.credential, id, session.credential, 'ac_', 'Telling', 'made-up', 'hidden'])
      expect(text).not.toContain(secret);
  });

  it('is all that the port serves, and not on the port of the API', async () => {
    expect((await read('/')).status).toBe(404);
    expect((await read('/metrics', 'POST')).status).toBe(404);
    expect((await key.send('/metrics')).status).toBe(404);
  });
});

describe('LATCHKEY_METRICS_PORT', () => {
  it('makes the program serve them', async () => {
    const database = await createTestDatabase();
    const program = startProgram('main', [], {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: database.url,
      LATCHKEY_METRICS_PORT: '0',
    });
    try {
      const [, address = ''] = await program.until(/"metrics":"([^"]+)"/);
      const answer = await fetch(address);
      expect(answer.headers.get('content-type')).toContain('text/plain');
      expect(await answer.text()).toContain('latchkey_request_duration_seconds');
    } finally {
      program.process.kill('SIGTERM');
      await program.ended;
      await database.drop();
    }
  });

  it('left out, counts nothing', async () => {
    const server = await startServer();
    expect(server.metrics).toBeNull();
    await server.close();
  });
});

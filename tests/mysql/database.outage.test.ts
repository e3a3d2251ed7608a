import { type Answer, type Client } from '../harness/Client';
import { eventually } from '../harness/eventually';
import { OwnServer } from '../harness/OwnServer';
import { startServer, type TestServer } from '../harness/startServer';

const VIDEOS = '{ videos { nodes { title } } }';
const CREATE = 'mutation ($title: String!) { createVideo(input: { title: $title }) { id } }';

jest.setTimeout(60_000);

let mariadb: OwnServer;
let server: TestServer;
let key: Client;
let session: Client;
beforeAll(async () => {
  mariadb = await OwnServer.start();
  server = await startServer({ DATABASE_URL: mariadb.url, LATCHKEY_DATABASE_POOL: '1' });
  const platform = await server.platform();
  key = await platform.apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  session = await platform.admin();
});
afterEach(async () => {
  mariadb.thaw();
  await mariadb.revive();
  await eventually(5_000, () => key.data(VIDEOS));
});
afterAll(async () => {
  await server.close();
  await mariadb.remove();
});

/** One operation, whose answer must come within `withinMs`. */
async function ask(client: Client, query: string, withinMs: number, variables = {}): Promise<Answer> {
  return client.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(withinMs),
  });
}

function expectUnavailable(answer: Answer): void {
  expect(answer).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: 'UNAVAILABLE', requestId: answer.headers.get('x-request-id') } }],
  });
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|ETIMEDOUT|SELECT|api_keys|mariadb|mysql|\bat /i);
}

const readiness = async (): Promise<[number, string]> => {
  const answer = await server.anonymous.send('/readyz', { signal: AbortSignal.timeout(5_000) });
  return [answer.status, answer.text];
};

describe('a database that is killed', () => {
  it('lets nobody in on what is remembered, and says so within 3 s', async () => {
    await key.data(VIDEOS);
    await session.data('{ __typename }');
    expect(await readiness()).toEqual([200, '{"status":"ready"}']);
    await mariadb.kill();
    const clients = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? key : session));
    const answers = await Promise.all(clients.map((client) => ask(client, VIDEOS, 3_000)));
    answers.forEach(expectUnavailable);
    expect(await readiness()).toEqual([503, '{"status":"unavailable","reason":"database"}']);
    expect((await server.anonymous.send('/healthz')).status).toBe(200);
  });

  it('is served from again within 5 s of its return, by the same process', async () => {
    await mariadb.kill();
    expectUnavailable(await ask(key, VIDEOS, 3_000));
    await mariadb.revive();
    await eventually(5_000, () => key.data(VIDEOS));
    expect(await readiness()).toEqual([200, '{"status":"ready"}']);
  });

  it('leaves its cause in the log, under the request id', async () => {
    await mariadb.kill();
    const { headers } = await ask(key, VIDEOS, 3_000);
    const id = headers.get('x-request-id') ?? '';
    const line = server.logLines.find((text) => text.includes(id) && text.includes('unavailable'));
    expect(line).toContain('ECONNREFUSED');
  });
});

describe('a database that is frozen', () => {
  it('holds no answer for 5 s, however many ask', async () => {
    await key.data(VIDEOS);
    mariadb.freeze();
    const many = Array.from({ length: 30 }, () => ask(key, VIDEOS, 5_000));
    const signIn = 'mutation { login(email: "a@b.example", password: "a password") { token } }';
    const answers = await Promise.all([...many, ask(server.anonymous, signIn, 5_000)]);
    answers.forEach(expectUnavailable);
    expect(await readiness()).toEqual([503, '{"status":"unavailable","reason":"database"}']);
  });

  it('is served from again within 5 s of its return', async () => {
    mariadb.freeze();
    expectUnavailable(await ask(key, VIDEOS, 5_000));
    mariadb.thaw();
    await eventually(5_000, () => key.data(VIDEOS));
  });
});

describe('a table that is locked', () => {
  /** Runs `work` while nobody can read or write videos; everything else of the database goes on. */
  async function withLockedVideos(work: () => Promise<void>): Promise<void> {
    const connection = await mariadb.connect();
    await connection.query('LOCK TABLES latchkey.videos WRITE');
    try {
      await work();
    } finally {
      await connection.end();
    }
  }

  /** The product's statements that the server is at. */
  async function running(): Promise<unknown> {
    const connection = await mariadb.connect();
    const [rows] = await connection.query(
      "SELECT * FROM information_schema.processlist WHERE db = 'latchkey' AND info IS NOT NULL",
    );
    await connection.end();
    return rows;
  }

  it('fails the statements that wait for it, and leaves none of them running', async () => {
    await withLockedVideos(async () => {
      const slow = await Promise.all(Array.from({ length: 3 }, () => ask(key, VIDEOS, 5_000)));
      slow.forEach(expectUnavailable);
      // Workers of the server have statements of their own, which come and go.
      await eventually(5_000, async () => expect(await running()).toEqual([]));
    });
  });

  it('does not hold the callers who do not need it', async () => {
    await withLockedVideos(async () => {
      const slow = Array.from({ length: 12 }, () => ask(key, VIDEOS, 10_000));
      await eventually(1_500, async () => expect(await running()).not.toEqual([]));
      const others = Array.from({ length: 12 }, () => ask(session, '{ __typename }', 3_000));
      for (const answer of await Promise.all(others)) expect(answer.status).toBe(200);
      await Promise.all(slow);
      expect((await ask(session, '{ __typename }', 3_000)).status).toBe(200);
    });
  });

  it('keeps nothing of a transaction that timed out', async () => {
    await withLockedVideos(async () => {
      expectUnavailable(await ask(key, CREATE, 5_000, { title: 'Never' }));
    });
    await key.data(CREATE, { title: 'Later' });
    const { text } = await key.query(VIDEOS);
    expect(text).toContain('Later');
    expect(text).not.toContain('Never');
  });
});

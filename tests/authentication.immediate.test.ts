import { ApiKey } from '../src/apiKeys/ApiKey';
import { ApiKeyScope } from '../src/apiKeys/ApiKeyScope';
import { type Client } from './harness/Client';
import { type ServerProcess, startProcess } from './harness/serverProcess';
import { startServer, type TestServer } from './harness/startServer';

const READ = '{ videos { nodes { id } } }';
const TRIALS = 200;
/** For all of a test's trials, on a machine that has much else to do. */
const TIMEOUT_MS = 120_000;

/** The edits that an admin makes, as committed rows: what a request sees depends on nothing else. */
function editsOf(server: TestServer, key: Client) {
  const id = key.credential?.slice(3, 15) ?? '';
  const row = { apiKeyId: id, scope: 'VIDEOS_READ' };
  const run = (work: Parameters<TestServer['database']['transaction']>[0]): Promise<unknown> =>
    server.database.transaction(work);
  return {
    grant: () => run((manager) => manager.insert(ApiKeyScope, { ...row, lastUsedAt: null })),
    remove: () => run((manager) => manager.delete(ApiKeyScope, row)),
    grantAll: (grantAll: boolean) => run((manager) => manager.update(ApiKey, { id }, { grantAll })),
    revoke: () => run((manager) => manager.update(ApiKey, { id }, { revokedAt: server.clock.now() })),
    /** No product feature: it lets one key be revoked many times. */
    unrevoke: () => run((manager) => manager.update(ApiKey, { id }, { revokedAt: null })),
  };
}

/** Keeps asking with a key until told to stop, so that there nearly always is a read of this key under way. */
function crowd(client: Client, size: number): { stop(): Promise<void> } {
  let stopped = false;
  const ask = async (): Promise<void> => {
    while (!stopped) await client.query(READ);
  };
  const asking = Promise.all(Array.from({ length: size }, ask));
  return {
    stop: async () => {
      stopped = true;
      await asking;
    },
  };
}

describe('an edit or a revocation', () => {
  let server: TestServer;
  let process: ServerProcess;
  beforeAll(async () => {
    server = await startServer();
    process = await startProcess(server.databaseUrl);
  });
  afterAll(async () => {
    await process.stop();
    await server.close();
  });

  it.each([
    ['the same server', (): string => server.address],
    ['a second process', (): string => process.address],
  ])(
    'is seen by the very next request, through %s',
    async (_where, address) => {
      const platform = await server.platform();
      const key = (await platform.apiKey({ scopes: ['VIDEOS_READ'] })).at(address());
      const edits = editsOf(server, key);
      const others = crowd(key, 3);
      const seen: number[] = [];
      const ask = async (): Promise<void> => void seen.push((await key.query(READ)).status);
      try {
        for (let trial = 0; trial < TRIALS; trial += 4) {
          await edits.remove();
          await ask();
          await edits.grant();
          await ask();
          await edits.revoke();
          await ask();
          await edits.unrevoke();
          await ask();
        }
      } finally {
        await others.stop();
      }
      expect(seen).toEqual(Array.from({ length: TRIALS / 4 }, () => [403, 200, 401, 200]).flat());
    },
    TIMEOUT_MS,
  );

  it('gives and takes everything at once with grant-all', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['MEMBERS_READ'] });
    const edits = editsOf(server, key);
    expect(await key.query(READ)).toMatchObject({ status: 403 });
    await edits.grantAll(true);
    expect(await key.query(READ)).toMatchObject({ status: 200 });
    await edits.grantAll(false);
    expect(await key.query(READ)).toMatchObject({ status: 403 });
  });

  it('is seen by every one of the requests that arrive together after it', async () => {
    const platform = await server.platform();
    const keys = await Promise.all(
      Array.from({ length: 10 }, () => platform.apiKey({ scopes: ['VIDEOS_READ'] })),
    );
    const askAll = (): Promise<number[]> =>
      Promise.all([...keys, ...keys].map(async (key) => (await key.query(READ)).status));
    expect(await askAll()).toEqual(Array.from({ length: 20 }, () => 200));
    const [first, second] = keys;
    if (first === undefined || second === undefined) throw new Error('There are no keys.');
    await editsOf(server, first).revoke();
    await editsOf(server, second).remove();
    const after = [401, 403, ...Array.from({ length: 8 }, () => 200)];
    expect(await askAll()).toEqual([...after, ...after]);
  });

  it('ends a session for its very next request, through a second process, too', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const elsewhere = admin.at(process.address);
    expect(await elsewhere.query(READ)).toMatchObject({ status: 200 });
    await server.database.transaction((manager) => manager.query('DELETE FROM admin_sessions'));
    expect(await elsewhere.query(READ)).toMatchObject({ status: 401 });
    expect(await admin.query(READ)).toMatchObject({ status: 401 });
  });
});

import { ApiKey } from '../src/apiKeys/ApiKey';
import { ApiKeyScope } from '../src/apiKeys/ApiKeyScope';
import { KeyUsage } from '../src/auth/KeyUsage';
import { type Database } from '../src/database/Database';
import { type Client } from './harness/Client';
import { ManualTimer } from './harness/ManualTimer';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

describe('when a key was last used', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
  });
  afterAll(() => server.close());

  const idOf = (client: Client): string => client.credential?.slice(3, 15) ?? '';
  const newKey = async (scopes = ['VIDEOS_READ', 'VIDEOS_WRITE']): Promise<string> =>
    idOf(await platform.apiKey({ scopes }));
  const rowOf = (id: string): Promise<ApiKey> => server.database.reads.findOneByOrFail(ApiKey, { id });
  /** What the database says of a key and of each of its scopes. */
  const lastUses = async (id: string): Promise<Record<string, Date | null>> => {
    const scopes = await server.database.reads.findBy(ApiKeyScope, { apiKeyId: id });
    const { lastUsedAt } = await rowOf(id);
    return Object.fromEntries([
      ['key', lastUsedAt],
      ...scopes.map(({ scope, lastUsedAt }) => [scope, lastUsedAt] as const),
    ]);
  };
  const usage = (database: Pick<Database, 'transaction'> = server.database) => {
    const timer = new ManualTimer();
    const errors: unknown[] = [];
    const parts = {
      database: database as Database,
      timer: timer.start,
      onError: (e: unknown) => void errors.push(e),
    };
    return { usage: new KeyUsage(parts), timer, errors };
  };
  const at = (ms: number): Date => new Date(Date.UTC(2031, 0, 31, 9, 30, 0, ms));

  it('is known, per scope as well, for what the operations needed and not for what was refused', async () => {
    const used = await platform.apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    const refused = await platform.apiKey({ scopes: ['VIDEOS_WRITE'] });
    const idle = await newKey();
    const other = await startServer({}, server);
    const before = other.clock.now();
    await used.at(other.address).data('{ videos { nodes { id } } }');
    expect((await refused.at(other.address).query('{ videos { nodes { id } } }')).status).toBe(403);
    const after = other.clock.now();
    // A server that goes writes what it gathered.
    await other.close();
    const uses = await lastUses(idOf(used));
    const refusedUses = await lastUses(idOf(refused));
    for (const time of [uses.key, uses.VIDEOS_READ, refusedUses.key]) {
      expect(time?.getTime()).toBeGreaterThanOrEqual(before.getTime());
      expect(time?.getTime()).toBeLessThanOrEqual(after.getTime());
    }
    expect([uses.VIDEOS_WRITE, refusedUses.VIDEOS_WRITE]).toEqual([null, null]);
    expect(await lastUses(idle)).toEqual({ key: null, VIDEOS_READ: null, VIDEOS_WRITE: null });
  });

  it('is exact to the millisecond, and touches nothing else of the key', async () => {
    const id = await newKey();
    const before = await rowOf(id);
    const { usage: uses } = usage();
    uses.record(id, ['VIDEOS_READ'], at(7));
    await uses.flush();
    expect(await lastUses(id)).toEqual({ key: at(7), VIDEOS_READ: at(7), VIDEOS_WRITE: null });
    expect(await rowOf(id)).toEqual({ ...before, lastUsedAt: at(7) });
  });

  it('only moves forward, whichever process writes last', async () => {
    const id = await newKey();
    const [fast, slow] = [usage().usage, usage().usage];
    slow.record(id, ['VIDEOS_READ', 'VIDEOS_WRITE'], at(100));
    fast.record(id, ['VIDEOS_READ'], at(900));
    fast.record(id, ['VIDEOS_READ'], at(800));
    await fast.flush();
    await slow.flush();
    expect(await lastUses(id)).toEqual({ key: at(900), VIDEOS_READ: at(900), VIDEOS_WRITE: at(100) });
  });

  it('is written for many keys with a few statements, each with its own time', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => newKey()));
    const { usage: uses } = usage();
    ids.forEach((id, i) => uses.record(id, i % 2 === 0 ? ['VIDEOS_READ'] : ['VIDEOS_WRITE'], at(i)));
    for (let i = 0; i < 500; i += 1) uses.record(`unknown${i}`, ['VIDEOS_READ', 'GONE'], at(i));
    const statements = await server.sql.during(() => uses.flush());
    expect(statements.filter((sql) => sql.startsWith('UPDATE')).length).toBeLessThanOrEqual(10);
    expect(await Promise.all(ids.map(lastUses))).toEqual(
      ids.map((_id, i) => ({
        key: at(i),
        VIDEOS_READ: i % 2 === 0 ? at(i) : null,
        VIDEOS_WRITE: i % 2 === 0 ? null : at(i),
      })),
    );
  });

  it('leaves a revoked key revoked and a removed scope removed', async () => {
    const id = await newKey();
    const { usage: uses } = usage();
    uses.record(id, ['VIDEOS_READ', 'VIDEOS_WRITE'], at(1));
    await server.database.transaction(async (manager) => {
      await manager.update(ApiKey, { id }, { revokedAt: at(2), liveName: null });
      await manager.delete(ApiKeyScope, { apiKeyId: id, scope: 'VIDEOS_WRITE' });
    });
    await uses.flush();
    expect(await rowOf(id)).toMatchObject({ revokedAt: at(2), liveName: null, lastUsedAt: at(1) });
    expect(await lastUses(id)).toEqual({ key: at(1), VIDEOS_READ: at(1) });
  });

  it('is written some seconds after the first use, once, and not at all without any', async () => {
    const id = await newKey();
    const { usage: uses, timer } = usage();
    expect(timer.pending).toBe(0);
    for (let i = 0; i < 100; i += 1) uses.record(id, ['VIDEOS_READ'], at(i));
    expect(timer.pending).toBe(1);
    timer.advance(5_000);
    await uses.close();
    expect(await lastUses(id)).toMatchObject({ key: at(99), VIDEOS_READ: at(99) });
    expect(timer.pending).toBe(0);
  });

  it('is kept when the database does not take it, and fails nobody', async () => {
    const id = await newKey();
    let away = true;
    const {
      usage: uses,
      timer,
      errors,
    } = usage({
      transaction: (work) =>
        away ? Promise.reject(new Error('connection lost')) : server.database.transaction(work),
    });
    uses.record(id, ['VIDEOS_READ'], at(1));
    await uses.flush();
    uses.record(id, [], at(2));
    expect(errors).toHaveLength(1);
    expect(timer.pending).toBe(1);
    away = false;
    await uses.flush();
    expect(await lastUses(id)).toEqual({ key: at(2), VIDEOS_READ: at(1), VIDEOS_WRITE: null });
    expect(timer.pending).toBe(0);
  });
});

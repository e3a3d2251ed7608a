import { compare as bcryptCompare, hash } from 'bcrypt';
import { ApiKey } from '../src/apiKeys/ApiKey';
import { ApiKeyToken } from '../src/auth/apiKeyToken';
import { Authenticator } from '../src/auth/Authenticator';
import { KeyReader } from '../src/auth/keyReader';
import { KeyUsage } from '../src/auth/KeyUsage';
import { SecretVerifier } from '../src/auth/SecretVerifier';
import { SessionReader } from '../src/auth/sessionReader';
import { buildSchema } from '../src/schema';
import { ManualTimer } from './harness/ManualTimer';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const { catalogue } = buildSchema({ production: true });

describe('what bcrypt is asked', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
  });
  afterAll(() => server.close());

  /** Authentication as a fresh process does it, over the real database and bcrypt; the test sees each compare. */
  function freshProcess(beforeCompare: () => Promise<unknown> = () => Promise.resolve()) {
    const compared: string[] = [];
    const { database, clock } = server;
    const authenticator = new Authenticator({
      keys: new KeyReader({ database, catalogue }),
      sessions: new SessionReader(database),
      secrets: new SecretVerifier({
        compare: async (secret, secretHash) => {
          compared.push(secretHash);
          await beforeCompare();
          return bcryptCompare(secret, secretHash);
        },
      }),
      usage: new KeyUsage({ database, timer: new ManualTimer().start, onError: () => undefined }),
      catalogue,
      clock: clock.now,
    });
    /** The status that a request with this key would end with, if its scopes were in order. */
    const statusOf = (token: ApiKeyToken): Promise<number> =>
      authenticator.authenticate(['Authorization', `Bearer ${token.reveal()}`], 'test').then(
        () => 200,
        (error: { status: number }) => error.status,
      );
    return { compared, statusOf };
  }

  const newKey = async (): Promise<ApiKeyToken> => {
    const { credential } = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    const token = ApiKeyToken.parse(credential ?? '');
    if (token === null) throw new Error('The platform gave no key.');
    return token;
  };
  const change = (id: string, changes: Partial<ApiKey>): Promise<unknown> =>
    server.database.transaction((manager) => manager.update(ApiKey, { id }, changes));
  /** Gives the key a new secret, and the old one a grace of an hour. */
  const rotate = async (old: ApiKeyToken): Promise<ApiKeyToken> => {
    const token = ApiKeyToken.rotate(old.id);
    const { secretHash, secretTag } = await server.database.reads.findOneByOrFail(ApiKey, { id: old.id });
    await change(old.id, {
      secretHash: await hash(token.secret, 4),
      secretTag: token.tag,
      previousSecretHash: secretHash,
      previousSecretTag: secretTag,
      previousExpiresAt: new Date(server.clock.now().getTime() + 3_600_000),
    });
    return token;
  };

  it('is nothing about forged keys, of a live id or of none', async () => {
    const { compared, statusOf } = freshProcess();
    const key = await newKey();
    const forged = Array.from({ length: 300 }, (_, i) =>
      i % 2 === 0 ? ApiKeyToken.rotate(key.id) : ApiKeyToken.generate(),
    );
    expect(new Set(await Promise.all(forged.map(statusOf)))).toEqual(new Set([401]));
    expect(compared).toEqual([]);
    expect(await statusOf(key)).toBe(200);
    expect(compared).toHaveLength(1);
  });

  it('is one question about a key, however many requests come first and afterwards', async () => {
    const { compared, statusOf } = freshProcess();
    const key = await newKey();
    const statuses = await Promise.all(Array.from({ length: 40 }, () => statusOf(key)));
    expect(new Set([...statuses, await statusOf(key)])).toEqual(new Set([200]));
    expect(compared).toHaveLength(1);
  });

  it('is nothing about a key that is revoked or expired', async () => {
    const { compared, statusOf } = freshProcess();
    const [revoked, expired] = [await newKey(), await newKey()];
    await change(revoked.id, { revokedAt: server.clock.now() });
    await change(expired.id, { expiresAt: server.clock.now() });
    expect([await statusOf(revoked), await statusOf(expired)]).toEqual([401, 401]);
    expect(compared).toEqual([]);
  });

  it('decides when a wrong secret has the right tag', async () => {
    const { compared, statusOf } = freshProcess();
    const key = await newKey();
    const forged = ApiKeyToken.rotate(key.id);
    await change(key.id, { secretTag: forged.tag });
    expect([await statusOf(forged), await statusOf(forged)]).toEqual([401, 401]);
    expect(compared).toHaveLength(2);
  });

  it('lets the old secret of a rotated key in until its grace ends, and the new one from the start', async () => {
    const { statusOf } = freshProcess();
    const old = await newKey();
    expect(await statusOf(old)).toBe(200);
    const current = await rotate(old);
    const both = async (): Promise<number[]> => [await statusOf(old), await statusOf(current)];
    expect(await both()).toEqual([200, 200]);
    await change(old.id, { previousExpiresAt: server.clock.now() });
    expect(await both()).toEqual([401, 200]);
    // Cut short, a grace leaves nothing behind: the verdict on the old secret was good for the old hash alone.
    await change(old.id, { previousExpiresAt: null, previousSecretHash: null, previousSecretTag: null });
    expect(await both()).toEqual([401, 200]);
  });

  it('holds nobody to the secret before the last, and no grace beyond the key itself', async () => {
    const { statusOf } = freshProcess();
    const first = await newKey();
    const second = await rotate(first);
    const third = await rotate(second);
    const all = (): Promise<number[]> => Promise.all([first, second, third].map(statusOf));
    expect(await all()).toEqual([401, 200, 200]);
    await change(first.id, { expiresAt: server.clock.now() });
    expect(await all()).toEqual([401, 401, 401]);
  });

  it('tells apart two secrets of one key that have the same tag', async () => {
    const { compared, statusOf } = freshProcess();
    const old = await newKey();
    const current = await rotate(old);
    // A collision of 32 bits can't be waited for: the row is made to say that both have the old one's.
    await change(old.id, { secretTag: old.tag });
    expect(await statusOf(old)).toBe(200);
    expect(compared).toHaveLength(2);
    expect(await statusOf(current)).toBe(401);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['revoked', (id) => change(id, { revokedAt: server.clock.now() })],
    ['expired', (id) => change(id, { expiresAt: server.clock.now() })],
    ['given another secret', async (id) => change(id, { secretHash: await hash('another', 4) })],
  ])('is too old an answer for a key that was %s meanwhile', async (_what, edit) => {
    const key = await newKey();
    const { statusOf } = freshProcess(() => edit(key.id));
    expect(await statusOf(key)).toBe(401);
  });
});

describe('after a restart', () => {
  it('serves 60 live keys that all arrive at once', async () => {
    const before = await startServer({ LATCHKEY_BCRYPT_COST: '10' });
    const platform = await before.platform();
    const keys = await Promise.all(
      Array.from({ length: 60 }, () => platform.apiKey({ scopes: ['VIDEOS_READ'] })),
    );
    const restarted = await startServer({}, before);
    try {
      const answers = await Promise.all(
        keys.map((key) => key.at(restarted.address).query('{ videos { nodes { id } } }')),
      );
      expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    } finally {
      await restarted.close();
      await before.close();
    }
  }, 120_000);
});

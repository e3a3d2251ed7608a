import { createKey, type IssuedKey, readKey, statusOf, tryRotateKey, updateKey } from './apiKeys.fixtures';
import { type Client } from './harness/Client';
import { overlapping } from './harness/overlapping';
import { startServer, type TestServer } from './harness/startServer';

describe('a rotated key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function rotate(admin: Client, id: string, grace: string): Promise<IssuedKey> {
    const answer = await tryRotateKey(admin, id, grace);
    expect(answer.errors).toEqual([]);
    return answer.data.rotateApiKey;
  }

  it.each([
    ['ONE_HOUR', 60],
    ['ONE_DAY', 24 * 60],
  ])(
    'with the grace %s takes the old secret for %i minutes, and the new one from now on',
    async (grace, span) => {
      const platform = await server.platform();
      const admin = await platform.admin();
      const old = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
      const fresh = await rotate(admin, old.apiKey.id, grace);
      expect(fresh.token.slice(0, 16)).toBe(old.token.slice(0, 16));
      expect(fresh.token).not.toBe(old.token);
      expect(fresh.apiKey).toMatchObject({
        lastFour: fresh.token.slice(-4),
        scopes: ['VIDEOS_READ'],
        version: 2,
      });
      server.clock.advance({ minutes: span - 1 });
      expect([await statusOf(admin, old.token), await statusOf(admin, fresh.token)]).toEqual([200, 200]);
      server.clock.advance({ minutes: 1 });
      expect([await statusOf(admin, old.token), await statusOf(admin, fresh.token)]).toEqual([401, 200]);
      // The admin's first session has ended by now.
      const later = await platform.admin();
      expect(await readKey(later, old.apiKey.id)).toMatchObject({ previousSecretValidUntil: null });
    },
  );

  it('without a grace refuses the old secret at once, also one that was still in grace', async () => {
    const admin = await (await server.platform()).admin();
    const first = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    const second = await rotate(admin, first.apiKey.id, 'ONE_DAY');
    const third = await rotate(admin, first.apiKey.id, 'NONE');
    const statuses = [first, second, third].map(({ token }) => statusOf(admin, token));
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
    expect(third.apiKey.previousSecretValidUntil).toBeNull();
  });

  it('never outlives its expiry with the old secret', async () => {
    const admin = await (await server.platform()).admin();
    const at = (minutes: number): string =>
      new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
    const expiresAt = at(10);
    const old = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'], expiresAt });
    const fresh = await rotate(admin, old.apiKey.id, 'ONE_HOUR');
    expect(fresh.apiKey.previousSecretValidUntil).toBe(expiresAt);
    await updateKey(admin, old.apiKey.id, { expiresAt: at(60 * 24) });
    server.clock.advance({ minutes: 10 });
    expect([await statusOf(admin, old.token), await statusOf(admin, fresh.token)]).toEqual([401, 200]);
  });

  it('shows an earlier end of the old secret when the key is to end earlier', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    await rotate(admin, apiKey.id, 'ONE_DAY');
    const expiresAt = new Date(server.clock.now().getTime() + 60_000).toISOString();
    expect(await updateKey(admin, apiKey.id, { expiresAt })).toMatchObject({
      previousSecretValidUntil: expiresAt,
    });
  });

  it('can not be one that has expired', async () => {
    const admin = await (await server.platform()).admin();
    const expiresAt = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const { apiKey } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'], expiresAt });
    server.clock.advance({ minutes: 1 });
    const answer = await tryRotateKey(admin, apiKey.id, 'ONE_HOUR');
    expect(answer.errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });

  it('by several admins at once is rotated once, so that the secret in use keeps its grace', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    const rotation = () => tryRotateKey(admin, apiKey.id, 'ONE_HOUR');
    const answers = await overlapping(server, { table: 'api_keys', id: apiKey.id }, [
      rotation,
      rotation,
      rotation,
      rotation,
    ]);
    const issued = answers.filter(({ errors }) => errors.length === 0);
    const refused = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(refused).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
    const fresh = issued[0]?.data.rotateApiKey.token ?? '';
    expect([await statusOf(admin, token), await statusOf(admin, fresh)]).toEqual([200, 200]);
  });
});

import { createKey, readKey, statusOf, tryRevokeKey, tryRotateKey, tryUpdateKey } from './apiKeys.fixtures';
import { startServer, type TestServer } from './harness/startServer';

describe('a revoked key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('gets a 401 on its very next request, also with the secret in grace, and others keep working', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, { name: 'Leaked', scopes: ['VIDEOS_READ'] });
    const other = await createKey(admin, { name: 'Other', scopes: ['VIDEOS_READ'] });
    const rotated = (await tryRotateKey(admin, apiKey.id, 'ONE_DAY')).data.rotateApiKey;
    expect(await statusOf(admin, token)).toBe(200);
    expect(await statusOf(admin, rotated.token)).toBe(200);
    const revoked = await tryRevokeKey(admin, apiKey.id, ' Found on a forum ');
    expect(revoked.data.revokeApiKey.apiKey).toMatchObject({
      state: 'REVOKED',
      revokedReason: 'Found on a forum',
      previousSecretValidUntil: null,
    });
    expect(await statusOf(admin, token)).toBe(401);
    expect(await statusOf(admin, rotated.token)).toBe(401);
    expect(await statusOf(admin, other.token)).toBe(200);
  });

  it('stays revoked: it can be neither edited nor rotated, and a second revocation changes nothing', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    const { id } = apiKey;
    const parallel = await Promise.all([0, 1, 2].map((i) => tryRevokeKey(admin, id, `reason ${i}`)));
    expect(parallel.flatMap(({ errors }) => errors)).toEqual([]);
    const revoked = await readKey(admin, id);
    const { version } = revoked;
    const conflict = [{ extensions: { code: 'CONFLICT' } }];
    expect((await tryUpdateKey(admin, { id, version, name: 'Back' })).errors).toMatchObject(conflict);
    expect((await tryUpdateKey(admin, { id, version, expiresAt: null })).errors).toMatchObject(conflict);
    expect((await tryRotateKey(admin, id, 'NONE')).errors).toMatchObject(conflict);
    await tryRevokeKey(admin, id, 'another reason');
    expect(await readKey(admin, id)).toEqual(revoked);
    const log = await admin.data<{ auditLog: { nodes: unknown[] } }>(
      'query ($id: ID!) { auditLog(filter: { targetId: $id, action: API_KEY_REVOKED }) { nodes { id } } }',
      { id },
    );
    expect(log.auditLog.nodes).toHaveLength(1);
  });

  it('frees its name', async () => {
    const admin = await (await server.platform()).admin();
    const input = { name: 'Web', scopes: ['VIDEOS_READ'] };
    const { apiKey } = await createKey(admin, input);
    await tryRevokeKey(admin, apiKey.id);
    expect((await createKey(admin, input)).apiKey).toMatchObject({ name: 'Web', state: 'ACTIVE' });
    expect(await readKey(admin, apiKey.id)).toMatchObject({ name: 'Web', revokedReason: null });
  });

  it('is not brought back by an edit that races with the revocation', async () => {
    const admin = await (await server.platform()).admin();
    for (let round = 0; round < 5; round += 1) {
      const { apiKey, token } = await createKey(admin, { name: `Web ${round}`, scopes: ['VIDEOS_READ'] });
      const { id, version } = apiKey;
      await Promise.all([
        tryUpdateKey(admin, { id, version, name: `New ${round}`, scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] }),
        tryRevokeKey(admin, id),
        tryRotateKey(admin, id, 'ONE_HOUR'),
      ]);
      expect(await readKey(admin, id)).toMatchObject({ state: 'REVOKED', previousSecretValidUntil: null });
      expect(await statusOf(admin, token)).toBe(401);
    }
  });
});

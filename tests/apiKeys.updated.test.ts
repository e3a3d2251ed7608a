import { ApiKeyScope } from '../src/apiKeys/ApiKeyScope';
import { createKey, readKey, statusOf, tryCreateKey, tryUpdateKey, updateKey } from './apiKeys.fixtures';
import { overlapping } from './harness/overlapping';
import { startServer, type TestServer } from './harness/startServer';

const WRITE = 'mutation { createVideo(input: { title: "Edited" }) { id } }';

describe('an edited key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is judged by its new scopes on the very next request', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, {
      name: 'Web',
      scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'],
    });
    const client = admin.as(token);
    for (let round = 0; round < 5; round += 1) {
      expect((await client.query(WRITE)).status).toBe(200);
      const edited = await updateKey(admin, apiKey.id, { scopes: ['VIDEOS_READ'] });
      expect(await client.query(WRITE)).toMatchObject({
        status: 403,
        errors: [{ extensions: { missingScopes: ['VIDEOS_WRITE'] } }],
      });
      expect(edited).toMatchObject({ scopes: ['VIDEOS_READ'], risk: 'LOW' });
      await updateKey(admin, apiKey.id, { scopes: ['VIDEOS_WRITE', 'VIDEOS_READ'] });
    }
    expect(await readKey(admin, apiKey.id)).toMatchObject({
      version: 11,
      scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'],
    });
  });

  it('goes from scopes to all access and back', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    expect(await updateKey(admin, apiKey.id, { grantAll: true })).toMatchObject({
      grantAll: true,
      scopes: [],
      risk: 'HIGH',
    });
    expect((await admin.as(token).query(WRITE)).status).toBe(200);
    const scopes = ['VIDEOS_READ'];
    expect(await updateKey(admin, apiKey.id, { grantAll: false, scopes })).toMatchObject({
      grantAll: false,
      scopes,
    });
    expect((await admin.as(token).query(WRITE)).status).toBe(403);
  });

  it('keeps what the edit leaves out, and when a scope that stays was used', async () => {
    const admin = await (await server.platform()).admin();
    const expiresAt = new Date(server.clock.now().getTime() + 3_600_000).toISOString();
    const { apiKey } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'], expiresAt });
    const lastUsedAt = new Date('2026-01-31T09:30:00.000Z');
    await server.database.transaction((manager) =>
      manager.update(ApiKeyScope, { apiKeyId: apiKey.id, scope: 'VIDEOS_READ' }, { lastUsedAt }),
    );
    const renamed = await updateKey(admin, apiKey.id, { name: '  Website ' });
    expect(renamed).toMatchObject({ name: 'Website', scopes: ['VIDEOS_READ'], expiresAt, version: 2 });
    expect(await updateKey(admin, apiKey.id, { scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] })).toMatchObject({
      name: 'Website',
      expiresAt,
      scopeUsage: [
        { scope: 'VIDEOS_READ', lastUsedAt: lastUsedAt.toISOString() },
        { scope: 'VIDEOS_WRITE', lastUsedAt: null },
      ],
    });
    expect(await updateKey(admin, apiKey.id, { expiresAt: null })).toMatchObject({ expiresAt: null });
  });

  it('works again when an expired one gets more time', async () => {
    const admin = await (await server.platform()).admin();
    const at = (minutes: number): string =>
      new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
    const { apiKey, token } = await createKey(admin, {
      name: 'Web',
      scopes: ['VIDEOS_READ'],
      expiresAt: at(1),
    });
    server.clock.advance({ minutes: 2 });
    expect(await statusOf(admin, token)).toBe(401);
    expect(await updateKey(admin, apiKey.id, { expiresAt: at(1) })).toMatchObject({ state: 'ACTIVE' });
    expect(await statusOf(admin, token)).toBe(200);
  });

  it('survives a scope that the catalogue no longer has, which grants nothing', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    await server.database.transaction((manager) =>
      manager.insert(ApiKeyScope, { apiKeyId: apiKey.id, scope: 'LONG_GONE', lastUsedAt: null }),
    );
    expect(await readKey(admin, apiKey.id)).toMatchObject({
      scopes: ['VIDEOS_READ'],
      scopeUsage: [{ scope: 'VIDEOS_READ' }],
      risk: 'LOW',
    });
    expect(await statusOf(admin, token)).toBe(200);
    await updateKey(admin, apiKey.id, { scopes: ['VIDEOS_WRITE'] });
    const rows = await server.database.reads.findBy(ApiKeyScope, { apiKeyId: apiKey.id });
    expect(rows.map(({ scope }) => scope)).toEqual(['VIDEOS_WRITE']);
  });

  it('takes one of many edits at once; the others get CONFLICT and leave nothing', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    const { id } = apiKey;
    for (let round = 1; round <= 5; round += 1) {
      const edits = Array.from({ length: 8 }, (_, i) => ({
        name: `Round ${round}, edit ${i}`,
        scopes: i % 2 === 0 ? ['VIDEOS_WRITE'] : ['VIDEOS_READ', 'VIDEOS_WRITE'],
      }));
      const answers = await overlapping(
        server,
        { table: 'api_keys', id },
        edits.map((edit) => () => tryUpdateKey(admin, { id, version: round, ...edit })),
      );
      const won = answers.flatMap((answer, i) => (answer.errors.length === 0 ? [i] : []));
      const refusals = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions));
      expect(won).toHaveLength(1);
      const stale = { code: 'CONFLICT', field: 'version', given: round, current: round + 1 };
      expect(refusals).toEqual(Array.from({ length: 7 }, () => stale));
      expect(await readKey(admin, id)).toMatchObject({ ...edits[won[0] ?? -1], version: round + 1 });
    }
    const log = await admin.data<{ auditLog: { nodes: unknown[] } }>(
      'query ($id: ID!) { auditLog(filter: { targetId: $id, action: API_KEY_UPDATED }) { nodes { id } } }',
      { id },
    );
    expect(log.auditLog.nodes).toHaveLength(5);
  });

  it('has a name of its own among the keys that are not revoked', async () => {
    const admin = await (await server.platform()).admin();
    const other = await (await server.platform()).admin();
    const scopes = ['VIDEOS_READ'];
    const created = await Promise.all([0, 1, 2, 3].map(() => tryCreateKey(admin, { name: 'Web', scopes })));
    const taken = { code: 'CONFLICT', field: 'input.name' };
    expect(created.flatMap(({ errors }) => errors.map(({ extensions }) => extensions))).toEqual([
      taken,
      taken,
      taken,
    ]);
    const { apiKey } = await createKey(admin, { name: 'App', scopes });
    const renamed = await tryUpdateKey(admin, { id: apiKey.id, version: 1, name: 'Web', grantAll: true });
    expect(renamed.errors).toMatchObject([{ extensions: taken }]);
    expect(await readKey(admin, apiKey.id)).toEqual(apiKey);
    await createKey(other, { name: 'Web', scopes });
  });
});

import { AuditEntry } from '../src/audit/AuditEntry';
import { createKey, tryCreateKey, tryRevokeKey, tryRotateKey, updateKey } from './apiKeys.fixtures';
import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

interface Entry {
  action: string;
  admin: { id: string; name: string };
  target: { id: string; name: string };
  changes: { field: string; before: string | null; after: string | null }[];
  requestId: string;
  createdAt: string;
}

interface Log {
  auditLog: { nodes: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe('the audit log', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** Entries about keys and presets: a sign-in leaves its own. */
  async function read(admin: Client, args = ''): Promise<Entry[]> {
    const query = `{ auditLog${args} {
      nodes { action admin { id name } target { id name } changes { field before after } requestId createdAt }
      pageInfo { hasNextPage endCursor }
    } }`;
    const { nodes } = (await admin.data<Log>(query)).auditLog;
    return nodes.filter(({ action }) => /^(API_KEY|PRESET)_/.test(action));
  }

  it('tells who did what, before and after, newest first, and holds no secret', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const { apiKey, token } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_READ'] });
    server.clock.advance({ seconds: 1 });
    await updateKey(admin, apiKey.id, { name: 'Website', scopes: ['VIDEOS_WRITE'] });
    server.clock.advance({ seconds: 1 });
    const rotated = (await tryRotateKey(admin, apiKey.id, 'ONE_HOUR')).data.rotateApiKey;
    server.clock.advance({ seconds: 1 });
    await tryRevokeKey(admin, apiKey.id, 'leaked');

    const entries = await read(admin);
    expect(entries.map(({ action, target }) => [action, target.name])).toEqual([
      ['API_KEY_REVOKED', 'Website'],
      ['API_KEY_ROTATED', 'Website'],
      ['API_KEY_UPDATED', 'Website'],
      ['API_KEY_CREATED', 'Web'],
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        admin: { id: platform.adminPrincipal.id, name: 'Ada Admin' },
        target: { id: apiKey.id },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
    }
    const [revoked, rotation, updated, created] = entries.map(({ changes }) => changes);
    expect(created).toEqual([
      { field: 'name', before: null, after: '"Web"' },
      { field: 'grantAll', before: null, after: 'false' },
      { field: 'scopes', before: null, after: '["VIDEOS_READ"]' },
      { field: 'lastFour', before: null, after: JSON.stringify(token.slice(-4)) },
    ]);
    expect(updated).toEqual([
      { field: 'name', before: '"Web"', after: '"Website"' },
      { field: 'scopes', before: '["VIDEOS_READ"]', after: '["VIDEOS_WRITE"]' },
    ]);
    expect(rotation?.map(({ field }) => field)).toEqual(['lastFour', 'previousSecretValidUntil']);
    expect(revoked?.map(({ field }) => field)).toEqual(['revokedAt', 'revokedReason']);

    const rows = await server.database.reads.findBy(AuditEntry, { platformId: platform.id });
    const stored = JSON.stringify(rows);
    for (const secret of [token, rotated.token]) expect(stored).not.toContain(secret.slice(16, 59));
    expect(stored).not.toMatch(/\$2[aby]\$|secretHash|secretTag/i);
  });

  it('tells of presets', async () => {
    const admin = await (await server.platform()).admin();
    const { createPreset } = await admin.data<{ createPreset: { preset: { id: string } } }>(
      'mutation { createPreset(input: { name: "P", scopes: [VIDEOS_READ] }) { preset { id } } }',
    );
    const { id } = createPreset.preset;
    server.clock.advance({ seconds: 1 });
    await admin.data(
      'mutation ($id: ID!) { updatePreset(input: { id: $id, version: 1, name: "Q" }) { preset { id } } }',
      { id },
    );
    server.clock.advance({ seconds: 1 });
    await admin.data('mutation ($id: ID!) { deletePreset(id: $id) { id } }', { id });
    const entries = await read(admin);
    expect(entries.map(({ action }) => action)).toEqual([
      'PRESET_DELETED',
      'PRESET_UPDATED',
      'PRESET_CREATED',
    ]);
    expect(entries[1]?.changes).toEqual([{ field: 'name', before: '"P"', after: '"Q"' }]);
    expect(entries[0]?.changes).toContainEqual({ field: 'scopes', before: '["VIDEOS_READ"]', after: null });
  });

  it('holds nothing of what was refused', async () => {
    const admin = await (await server.platform()).admin();
    await tryCreateKey(admin, { name: 'Bad', scopes: [] });
    const { apiKey } = await createKey(admin, { name: 'Taken', scopes: ['VIDEOS_READ'] });
    await tryCreateKey(admin, { name: 'Taken', scopes: ['VIDEOS_READ'] });
    const entries = await read(admin);
    expect(entries.map(({ target }) => target.id)).toEqual([apiKey.id]);
  });

  it('is filtered by action, target and admin, and read page by page', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const first = await createKey(admin, { name: 'First', scopes: ['VIDEOS_READ'] });
    const second = await createKey(admin, { name: 'Second', scopes: ['VIDEOS_READ'] });
    await tryRevokeKey(admin, second.apiKey.id);
    const counts = async (filter: string): Promise<number> =>
      (await read(admin, `(filter: { ${filter} })`)).length;
    expect(await counts('action: API_KEY_CREATED')).toBe(2);
    expect(await counts(`targetId: "${second.apiKey.id}"`)).toBe(2);
    expect(await counts(`targetId: "${first.apiKey.id}", action: API_KEY_REVOKED`)).toBe(0);
    expect(await counts(`adminId: "${platform.adminPrincipal.id}"`)).toBe(3);
    expect(await counts('adminId: "someone else"')).toBe(0);

    const page = `query ($after: String) {
      auditLog(first: 1, after: $after, filter: { action: API_KEY_CREATED }) {
        nodes { target { name } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const one = (await admin.data<Log>(page)).auditLog;
    const two = (await admin.data<Log>(page, { after: one.pageInfo.endCursor })).auditLog;
    expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
    expect([...one.nodes, ...two.nodes].map(({ target }) => target.name).sort()).toEqual(['First', 'Second']);
  });
});

import { ApiKey } from '../src/apiKeys/ApiKey';
import { createKey, KEY_FIELDS, type KeyView, readKey, statusOf, tryRevokeKey } from './apiKeys.fixtures';
import { startServer, type TestServer } from './harness/startServer';

describe('a created key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is shown once in full, works at once, and is stored as a hash', async () => {
    const admin = await (await server.platform()).admin();
    const { token, apiKey } = await createKey(admin, { name: 'Website', scopes: ['VIDEOS_READ'] });
    expect(token).toMatch(/^ac_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(apiKey).toMatchObject({
      id: token.slice(3, 15),
      prefix: token.slice(0, 15),
      lastFour: token.slice(-4),
      name: 'Website',
      state: 'ACTIVE',
      scopes: ['VIDEOS_READ'],
      scopeUsage: [{ scope: 'VIDEOS_READ', lastUsedAt: null }],
      risk: 'LOW',
      grantAll: false,
      madeWithPreset: null,
      expiresAt: null,
      createdBy: { name: 'Ada Admin' },
      previousSecretValidUntil: null,
      version: 1,
    });
    expect(await statusOf(admin, token)).toBe(200);
    expect(await readKey(admin, apiKey.id)).toEqual(apiKey);
    const row = await server.database.reads.findOneByOrFail(ApiKey, { id: apiKey.id });
    expect(row.secretHash).toMatch(/^\$2b\$/);
    expect(JSON.stringify(row)).not.toContain(token.slice(16, 59));
    expect(server.logLines.join()).not.toContain(token.slice(16, 59));
  });

  it.each([
    [{ preset: 'READ_ONLY' }, 'READ_ONLY', 'Read-only'],
    [{ preset: 'CONTENT_AGENT' }, 'CONTENT_AGENT', 'Content agent'],
    [{ preset: 'FULL_ACCESS' }, 'FULL_ACCESS', 'Full access'],
  ])('of %j holds the scopes of the preset and no other', async (choice, preset, madeWithPreset) => {
    const admin = await (await server.platform()).admin();
    const { presets } = await admin.data<{ presets: { id: string; scopes: string[] }[] }>(
      '{ presets { id scopes } }',
    );
    const { apiKey } = await createKey(admin, { name: 'Client', ...choice });
    expect(apiKey.scopes).toEqual(presets.find(({ id }) => id === preset)?.scopes);
    expect(apiKey).toMatchObject({ grantAll: false, madeWithPreset });
  });

  it('takes hand-picked scopes with the CUSTOM preset, and none besides', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, {
      name: 'Importer',
      preset: 'CUSTOM',
      scopes: ['VIDEOS_WRITE'],
      grantAll: false,
    });
    expect(apiKey).toMatchObject({ scopes: ['VIDEOS_WRITE'], risk: 'MEDIUM', madeWithPreset: null });
    expect(await statusOf(admin, token)).toBe(403);
  });

  it('with grantAll may do everything but manage keys', async () => {
    const admin = await (await server.platform()).admin();
    const { apiKey, token } = await createKey(admin, { name: 'Back end', grantAll: true });
    expect(apiKey).toMatchObject({ grantAll: true, scopes: [], risk: 'HIGH' });
    expect(await statusOf(admin, token)).toBe(200);
    const answer = await admin.as(token).query('{ apiKeys { nodes { id } } }');
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'ADMIN_ONLY' } }] });
  });

  it('ends at its expiry and shows so', async () => {
    const admin = await (await server.platform()).admin();
    const expiresAt = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const { apiKey, token } = await createKey(admin, { name: 'Trial', scopes: ['VIDEOS_READ'], expiresAt });
    expect(await statusOf(admin, token)).toBe(200);
    server.clock.advance({ minutes: 1 });
    expect(await statusOf(admin, token)).toBe(401);
    expect(await readKey(admin, apiKey.id)).toMatchObject({ state: 'EXPIRED', expiresAt });
  });

  it('is listed by state, by name or newest first, page by page', async () => {
    const admin = await (await server.platform()).admin();
    const ids: Record<string, string> = {};
    for (const name of ['B', 'A', 'C']) {
      ids[name] = (await createKey(admin, { name, scopes: ['VIDEOS_READ'] })).apiKey.id;
      server.clock.advance({ seconds: 1 });
    }
    await tryRevokeKey(admin, ids.A ?? '');
    const names = async (args: string): Promise<string[]> => {
      const query = `{ apiKeys${args} { nodes { name } } }`;
      const { apiKeys } = await admin.data<{ apiKeys: { nodes: { name: string }[] } }>(query);
      return apiKeys.nodes.map(({ name }) => name);
    };
    expect(await names('')).toEqual(['C', 'A', 'B']);
    expect(await names('(sort: { direction: ASC })')).toEqual(['B', 'A', 'C']);
    expect(await names('(sort: { by: NAME, direction: ASC })')).toEqual(['A', 'B', 'C']);
    expect(await names('(filter: { state: ACTIVE })')).toEqual(['C', 'B']);
    expect(await names('(filter: { state: REVOKED })')).toEqual(['A']);
    expect(await names('(filter: { state: EXPIRED })')).toEqual([]);

    const page = `query ($after: String) {
      apiKeys(first: 2, after: $after, sort: { by: NAME, direction: DESC }) {
        edges { cursor node { name } } pageInfo { hasNextPage endCursor }
      }
    }`;
    interface Page {
      apiKeys: { edges: { node: KeyView }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }
    const first = (await admin.data<Page>(page)).apiKeys;
    const second = (await admin.data<Page>(page, { after: first.pageInfo.endCursor })).apiKeys;
    const seen = [...first.edges, ...second.edges].map(({ node }) => node.name);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(seen).toEqual(['C', 'B', 'A']);
  });

  it('is read with as many statements in a list of twenty as of two', async () => {
    const admin = await (await server.platform()).admin();
    for (let i = 0; i < 20; i += 1) await createKey(admin, { name: `Key ${i}`, preset: 'FULL_ACCESS' });
    const statements = (first: number): Promise<string[]> =>
      server.sql.during(() => admin.data(`{ apiKeys(first: ${first}) { nodes { ${KEY_FIELDS} } } }`));
    expect((await statements(20)).length).toBe((await statements(2)).length);
  });
});

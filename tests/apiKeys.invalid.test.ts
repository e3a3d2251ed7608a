import {
  createKey,
  readKey,
  tryCreateKey,
  tryRevokeKey,
  tryRotateKey,
  tryUpdateKey,
} from './apiKeys.fixtures';
import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const SCOPES = ['VIDEOS_READ'];
const PAST = '2020-01-01T00:00:00.000Z';

describe('bad input for a key', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let admin: Client;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    admin = await platform.admin();
  });
  afterAll(() => server.close());

  async function keyCount(): Promise<number> {
    const query = '{ apiKeys(first: 100) { nodes { id } } }';
    return (await admin.data<{ apiKeys: { nodes: unknown[] } }>(query)).apiKeys.nodes.length;
  }

  it.each<[string, Record<string, unknown>, string]>([
    ['nothing granted', {}, 'input'],
    ['grantAll false and nothing else', { grantAll: false }, 'input'],
    ['no scopes', { scopes: [] }, 'input.scopes'],
    ['a scope twice', { scopes: ['VIDEOS_READ', 'VIDEOS_WRITE', 'VIDEOS_READ'] }, 'input.scopes'],
    ['scopes and grantAll', { scopes: SCOPES, grantAll: true }, 'input'],
    ['empty scopes and grantAll', { scopes: [], grantAll: true }, 'input'],
    ['a preset and scopes', { preset: 'READ_ONLY', scopes: SCOPES }, 'input'],
    ['a preset and grantAll', { preset: 'FULL_ACCESS', grantAll: true }, 'input'],
    ['two presets', { preset: 'READ_ONLY', presetId: 'x' }, 'input'],
    ['CUSTOM without scopes', { preset: 'CUSTOM' }, 'input.scopes'],
    ['CUSTOM with no scopes', { preset: 'CUSTOM', scopes: [] }, 'input.scopes'],
    ['CUSTOM and grantAll', { preset: 'CUSTOM', grantAll: true }, 'input'],
    ['a shipped preset by id', { presetId: 'READ_ONLY' }, 'input.presetId'],
    ['an empty name', { name: '', scopes: SCOPES }, 'input.name'],
    ['a blank name', { name: ' \t\n ', scopes: SCOPES }, 'input.name'],
    ['a name of 81 characters', { name: '🎬'.repeat(81), scopes: SCOPES }, 'input.name'],
    ['a name with a line break', { name: 'a\nb', scopes: SCOPES }, 'input.name'],
    ['a name with a bell', { name: 'a\u0007b', scopes: SCOPES }, 'input.name'],
    ['an expiry in the past', { scopes: SCOPES, expiresAt: PAST }, 'input.expiresAt'],
  ])('is refused and makes no key: %s', async (_case, input, field) => {
    const before = await keyCount();
    const answer = await tryCreateKey(admin, { name: 'Bad', ...input });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(answer.data).toBeNull();
    expect(await keyCount()).toBe(before);
  });

  it.each<[string, Record<string, unknown>]>([
    ['an unknown scope', { scopes: ['VIDEOS_READ', 'EVERYTHING'] }],
    ['a wildcard', { scopes: ['*'] }],
    ['null among the scopes', { scopes: [null] }],
    ['an unknown preset', { preset: 'ALL' }],
    ['a time that is none', { scopes: SCOPES, expiresAt: 'tomorrow' }],
    ['a time beyond all', { scopes: SCOPES, expiresAt: '9999-12-31T23:59:59-10:00' }],
  ])('does not even run: %s', async (_case, input) => {
    const answer = await tryCreateKey(admin, { name: 'Bad', ...input });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.data ?? null).toBeNull();
  });

  it('takes a name of 80 characters beyond the first plane', async () => {
    const name = '🎬'.repeat(80);
    expect((await createKey(admin, { name, scopes: SCOPES })).apiKey.name).toBe(name);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nothing to change', {}, 'input'],
    ['no name', { name: null }, 'input.name'],
    ['an empty name', { name: ' ' }, 'input.name'],
    ['null for scopes', { scopes: null }, 'input.scopes'],
    ['no scopes', { scopes: [] }, 'input.scopes'],
    ['a scope twice', { scopes: ['VIDEOS_READ', 'VIDEOS_READ'] }, 'input.scopes'],
    ['null for grantAll', { grantAll: null }, 'input.grantAll'],
    ['scopes and grantAll', { scopes: SCOPES, grantAll: true }, 'input'],
    ['an expiry in the past', { expiresAt: PAST }, 'input.expiresAt'],
  ])('is refused and changes no key: %s', async (name, edit, field) => {
    const { apiKey } = await createKey(admin, { name, scopes: SCOPES });
    const { id, version } = apiKey;
    const answer = await tryUpdateKey(admin, { id, version, ...edit });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(await readKey(admin, id)).toEqual(apiKey);
  });

  it('is refused when all access is taken away without a word on what is left', async () => {
    const { apiKey } = await createKey(admin, { name: 'All', grantAll: true });
    const { id, version } = apiKey;
    const edits: [Record<string, unknown>, string][] = [
      [{ grantAll: false }, 'input.scopes'],
      [{ grantAll: false, scopes: [] }, 'input.scopes'],
      [{ scopes: SCOPES }, 'input.grantAll'],
    ];
    for (const [edit, field] of edits) {
      const answer = await tryUpdateKey(admin, { id, version, ...edit });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    }
    expect(await readKey(admin, id)).toEqual(apiKey);
  });

  it('is a version that no key has: CONFLICT with the one it has', async () => {
    const { apiKey } = await createKey(admin, { name: 'Versions', scopes: SCOPES });
    for (const version of [0, 2, -1, 2_147_483_647]) {
      const answer = await tryUpdateKey(admin, { id: apiKey.id, version, name: 'Other' });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'CONFLICT', given: version, current: 1 } }]);
    }
  });

  it('is an id that the platform does not have', async () => {
    for (const id of ['', 'abcdefghijkl', 'é', 'x'.repeat(10_000)]) {
      const answers = [
        await tryUpdateKey(admin, { id, version: 1, name: 'Other' }),
        await tryRotateKey(admin, id, 'NONE'),
        await tryRevokeKey(admin, id),
        await tryCreateKey(admin, { name: 'Bad', presetId: id }),
      ];
      for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      expect(await readKey(admin, id)).toBeNull();
    }
  });

  it('is a reason of more than 200 characters', async () => {
    const { apiKey } = await createKey(admin, { name: 'Reasons', scopes: SCOPES });
    const answer = await tryRevokeKey(admin, apiKey.id, 'x'.repeat(201));
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'reason' } }]);
    expect(await readKey(admin, apiKey.id)).toEqual(apiKey);
  });
});

import { createKey } from './apiKeys.fixtures';
import { startServer, type TestServer } from './harness/startServer';

const QUERY = '{ currentCaller { kind id name platformId platformName scopes grantAll expiresAt } }';

describe('the current caller', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is told what a key is good for', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const expiresAt = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const { apiKey, token } = await createKey(admin, { name: 'Web', scopes: ['VIDEOS_WRITE'], expiresAt });
    const { currentCaller } = await admin.as(token).data(QUERY);
    expect(currentCaller).toEqual({
      kind: 'API_KEY',
      id: apiKey.id,
      name: 'Web',
      platformId: platform.id,
      platformName: expect.stringMatching(/^Platform \d+$/) as string,
      scopes: ['VIDEOS_WRITE'],
      grantAll: false,
      expiresAt,
    });
  });

  it('is told that a grant-all key and an admin hold every scope', async () => {
    const platform = await server.platform();
    const admin = await platform.admin();
    const all = server.services.catalogue.scopes.map(({ id }) => id);
    const key = await platform.apiKey({ grantAll: true, name: 'Back end' });
    expect(await key.data(QUERY)).toMatchObject({
      currentCaller: { kind: 'API_KEY', name: 'Back end', scopes: all, grantAll: true, expiresAt: null },
    });
    expect(await admin.data(QUERY)).toMatchObject({
      currentCaller: {
        kind: 'ADMIN',
        id: platform.adminPrincipal.id,
        name: 'Ada Admin',
        scopes: all,
        grantAll: true,
        expiresAt: expect.any(String) as string,
      },
    });
  });

  it('is no one without credentials', async () => {
    expect(await server.anonymous.query(QUERY)).toMatchObject({ status: 401 });
  });
});

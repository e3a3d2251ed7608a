import { ApiKeyDirectory } from '../src/apiKeys/ApiKeyDirectory';
import { ApiKeyService } from '../src/apiKeys/ApiKeyService';
import { ScopeCatalogue } from '../src/auth/scopes';
import { PresetService } from '../src/presets/PresetService';
import { Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

/** Stands for a scope that lands after keys were made. */
const LATER = 'PLATFORM_READ';
const READ_LATER = '{ platform { name } }';

describe('a key that was made before a scope landed', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
  });
  afterAll(() => server.close());

  /** The keys of the server as it was, when its schema did not have the scope. */
  function keysBefore(): ApiKeyService {
    const { database, clock, services } = server;
    const { scopes, guardrails } = services.catalogue;
    const catalogue = new ScopeCatalogue(
      scopes.filter(({ id }) => id !== LATER),
      guardrails,
    );
    const { audit } = services;
    return new ApiKeyService({
      database,
      clock: clock.now,
      bcryptCost: 4,
      catalogue,
      directory: new ApiKeyDirectory(database, clock.now, catalogue),
      presets: new PresetService({ database, clock: clock.now, catalogue, audit }),
      audit,
    });
  }

  async function client(
    name: string,
    choice: { preset?: 'FULL_ACCESS'; grantAll?: boolean },
    keys = keysBefore(),
  ): Promise<Client> {
    const { token } = await keys.create(platform.adminPrincipal, { name, ...choice });
    return new Client(server.address, token.reveal());
  }

  it('by FULL_ACCESS does not get it, and keeps all that it has', async () => {
    const key = await client('Full access', { preset: 'FULL_ACCESS' });
    expect(await key.query(READ_LATER)).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN', missingScopes: [LATER] } }],
    });
    const { currentCaller } = await key.data<{ currentCaller: { scopes: string[] } }>(
      '{ currentCaller { scopes } }',
    );
    const ids = server.services.catalogue.scopes.map(({ id }) => id);
    expect(currentCaller.scopes).toEqual(ids.filter((id) => id !== LATER));
  });

  it('with grantAll gets it', async () => {
    const key = await client('Grant all', { grantAll: true });
    expect(await key.query(READ_LATER)).toMatchObject({ status: 200, errors: [] });
  });

  it('is told from one made by FULL_ACCESS today, which has it', async () => {
    const key = await client('Full access today', { preset: 'FULL_ACCESS' }, server.services.apiKeys);
    expect(await key.query(READ_LATER)).toMatchObject({ status: 200, errors: [] });
  });
});

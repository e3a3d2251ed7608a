import { request } from 'node:http';
import { ApiKeyToken } from '../src/auth/apiKeyToken';
import { newSessionToken } from '../src/auth/sessionToken';
import { ApiKey } from '../src/apiKeys/ApiKey';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

interface RawAnswer {
  status: number | undefined;
  challenge: string | undefined;
  body: string;
}

/** Sends these Authorization headers byte by byte as they stand: fetch would join, trim or refuse them. */
function post(address: string, authorization: readonly string[]): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const headers = ['content-type', 'application/json', 'host', new URL(address).host];
    for (const value of authorization) headers.push('authorization', value);
    const outgoing = request(`${address}/graphql`, { method: 'POST', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          challenge: response.headers['www-authenticate'],
          body: body.trim(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ query: '{ videos { nodes { id } } }' }));
  });
}

const REFUSAL: RawAnswer = {
  status: 401,
  challenge: 'Bearer realm="latchkey", error="invalid_token"',
  body: JSON.stringify({
    errors: [
      {
        message: 'The credentials are not valid: unknown, expired or revoked.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  }),
};

describe('credentials that are not valid', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let live: string;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    live = (await platform.apiKey({ scopes: ['VIDEOS_READ'] })).credential ?? '';
  });
  afterAll(() => server.close());

  const setKey = (id: string, changes: Partial<ApiKey>): Promise<unknown> =>
    server.database.transaction((manager) => manager.update(ApiKey, { id }, changes));
  const freshKey = async (): Promise<ApiKeyToken> => {
    const { credential } = await platform.apiKey({ scopes: ['VIDEOS_READ'] });
    const token = ApiKeyToken.parse(credential ?? '');
    if (token === null) throw new Error('The platform gave no key.');
    return token;
  };

  it('answers the key that the others are made of', async () => {
    expect(await post(server.address, [`Bearer ${live}`])).toMatchObject({ status: 200 });
    for (const written of [`bearer ${live}`, `BEARER ${live}`, `Bearer   ${live}`, `  Bearer ${live}  `])
      expect(await post(server.address, [written])).toMatchObject({ status: 200 });
  });

  it.each<[string, (live: string) => string[]]>([
    ['an empty header', () => ['']],
    ['the scheme alone', () => ['Bearer']],
    ['the scheme and a space', () => ['Bearer ']],
    ['the key without a scheme', (key) => [key]],
    ['Basic', (key) => [`Basic ${Buffer.from(`${key}:`).toString('base64')}`]],
    ['another scheme', (key) => [`Token ${key}`]],
    ['no space', (key) => [`Bearer${key}`]],
    ['a tab for the space', (key) => [`Bearer\t${key}`]],
    ['quotes', (key) => [`Bearer "${key}"`]],
    ['two keys', (key) => [`Bearer ${key} ${key}`]],
    ['two keys with a comma', (key) => [`Bearer ${key}, Bearer ${key}`]],
    ['two headers', (key) => [`Bearer ${key}`, `Bearer ${key}`]],
    ['a second header of another kind', (key) => [`Bearer ${key}`, 'Basic Og==']],
    ['a second header that is empty', (key) => [`Bearer ${key}`, '']],
    ['a key cut short', (key) => [`Bearer ${key.slice(0, -1)}`]],
    ['a key with a character more', (key) => [`Bearer ${key}0`]],
    ['a key with a wrong checksum', (key) => [`Bearer ${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`]],
    ['a key in upper case', (key) => [`Bearer ${key.toUpperCase()}`]],
    ['a key in percent signs', (key) => [`Bearer ${key.replace('_', '%5F')}`]],
    ['a huge key', (key) => [`Bearer ${key}${'A'.repeat(12_000)}`]],
    ['a huge run of spaces', (key) => [`Bearer${' '.repeat(12_000)}x${key}`]],
    ['letters that are not ASCII', (key) => [`Bearer ${key.slice(0, -1)}\u00e9`]],
    ['a key of an id that does not exist', () => [`Bearer ${ApiKeyToken.generate().reveal()}`]],
    ['a forged secret with a live id', (key) => [`Bearer ${ApiKeyToken.rotate(key.slice(3, 15)).reveal()}`]],
    ['a session that does not exist', () => [`Bearer ${newSessionToken()}`]],
    ['a malformed session', () => ['Bearer as_1']],
  ])('get the one answer: %s', async (_what, headers) => {
    expect(await post(server.address, headers(live))).toEqual(REFUSAL);
  });

  it('get the one answer when the key expired or was revoked, whether the secret is right or wrong', async () => {
    const expired = await freshKey();
    await setKey(expired.id, { expiresAt: server.clock.now() });
    const revoked = await freshKey();
    await setKey(revoked.id, { revokedAt: server.clock.now() });
    for (const { id } of [expired, revoked]) {
      const forged = ApiKeyToken.rotate(id);
      expect(await post(server.address, [`Bearer ${forged.reveal()}`])).toEqual(REFUSAL);
    }
    expect(await post(server.address, [`Bearer ${expired.reveal()}`])).toEqual(REFUSAL);
    expect(await post(server.address, [`Bearer ${revoked.reveal()}`])).toEqual(REFUSAL);
  });

  it('get the one answer when the session expired', async () => {
    const admin = await platform.admin();
    expect(await admin.query('{ videos { nodes { id } } }')).toMatchObject({ status: 200 });
    const other = await startServer({}, server);
    other.clock.advance({ days: 31 });
    const refused = await post(other.address, [`Bearer ${admin.credential}`]).finally(() => other.close());
    expect(refused).toEqual(REFUSAL);
  });

  it('are looked up with the same statements whether the id exists or not, and not at all when malformed', async () => {
    const statements = (credential: string): Promise<string[]> =>
      server.sql.during(() => post(server.address, [`Bearer ${credential}`]));
    const forged = await statements(ApiKeyToken.rotate(live.slice(3, 15)).reveal());
    expect(forged).toHaveLength(1);
    expect(await statements(ApiKeyToken.generate().reveal())).toEqual(forged);
    expect(await statements(live.toLowerCase())).toEqual([]);
  });

  it('never show up in the log, right or wrong', async () => {
    const forged = ApiKeyToken.rotate(live.slice(3, 15));
    const admin = await platform.admin();
    for (const credential of [live, forged.reveal(), `${live}0`, admin.credential ?? ''])
      await post(server.address, [`Bearer ${credential}`]);
    const log = server.logLines.join('\n');
    expect(log).not.toBe('');
    for (const secret of [live.slice(16), forged.secret, admin.credential?.slice(3) ?? ''])
      expect(log).not.toContain(secret);
  });
});

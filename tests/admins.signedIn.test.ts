import { AdminSession } from '../src/admins/AdminSession';
import { AuditEntry } from '../src/audit/AuditEntry';
import { type Client } from './harness/Client';
import { signedIn, signIn } from './harness/signIn';
import { startServer, type TestServer } from './harness/startServer';

const VIDEOS = '{ videos { nodes { id } } }';
const LOGOUT = 'mutation { logout { signedOut } }';

describe('an admin who signs in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ LATCHKEY_SESSION_HOURS: '12' });
  });
  afterAll(() => server.close());

  const statusOf = async (client: Client): Promise<number> => (await client.query(VIDEOS)).status;

  it('gets a token that works, whatever the case of the e-mail and the space around it', async () => {
    const platform = await server.platform();
    const { email, id } = platform.adminPrincipal;
    const answer = await signIn(server.anonymous, ` ${email.toUpperCase()} `, platform.adminPassword);
    expect(answer).toMatchObject({ status: 200, errors: [] });
    const { token, expiresAt, admin } = answer.data.login;
    expect(admin).toEqual({ id, email, name: 'Ada Admin', platformId: platform.id });
    expect(token).toMatch(/^as_[0-9A-Za-z]{43}$/);
    const hours = (Date.parse(expiresAt) - server.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThanOrEqual(12);
    expect(await statusOf(server.anonymous.as(token))).toBe(200);
  });

  it('is out at the next request after logging out; other sessions go on', async () => {
    const platform = await server.platform();
    const [one, other] = [await platform.admin(), await platform.admin()];
    expect(await one.data(LOGOUT)).toEqual({ logout: { signedOut: true } });
    expect(await one.query(LOGOUT)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await statusOf(other)).toBe(200);
  });

  it('is out when the session has expired, and the next sign-in cleans it up', async () => {
    const own = await startServer({ LATCHKEY_SESSION_HOURS: '1' });
    const platform = await own.platform();
    const admin = await platform.admin();
    own.clock.advance({ minutes: 59 });
    expect(await statusOf(admin)).toBe(200);
    own.clock.advance({ minutes: 2 });
    expect(await statusOf(admin)).toBe(401);
    const again = await platform.admin();
    expect(await statusOf(again)).toBe(200);
    expect(await own.database.reads.countBy(AdminSession, { adminId: platform.adminPrincipal.id })).toBe(1);
    await own.close();
  });

  it('leaves a record of signing in and out, with the request and the address', async () => {
    const platform = await server.platform();
    const { id, email } = platform.adminPrincipal;
    const admin = await signedIn(server.anonymous, email, platform.adminPassword);
    await admin.data(LOGOUT);
    const entries = await server.database.reads.findBy(AuditEntry, { platformId: platform.id });
    const who = { adminId: id, adminName: 'Ada Admin', targetId: id, targetName: email };
    expect(entries.map((entry) => entry.action).sort()).toEqual(['SIGNED_IN', 'SIGNED_OUT']);
    for (const entry of entries) {
      expect(entry).toMatchObject(who);
      expect(entry.requestId).not.toBe('');
    }
    const came = entries.find((entry) => entry.action === 'SIGNED_IN');
    expect(JSON.parse(came?.after ?? '')).toMatchObject({ clientAddress: '127.0.0.1' });
  });

  it('leaves neither password nor token in the database or the log', async () => {
    const own = await startServer();
    const platform = await own.platform();
    const { email } = platform.adminPrincipal;
    const wrong = 'a wrong password that nobody has';
    await signIn(own.anonymous, email, wrong);
    const session = await signedIn(own.anonymous, email, platform.adminPassword);
    const changed = 'the password after that, quite new';
    await session.data(
      `mutation { changePassword(currentPassword: "${platform.adminPassword}", newPassword: "${changed}") { endedSessions } }`,
    );
    const rows: unknown[] = [];
    for (const { target } of own.database.reads.dataSource.entityMetadatas)
      rows.push(await own.database.reads.find(target));
    const kept = JSON.stringify(rows) + own.logLines.join('\n');
    expect(kept).toContain(email);
    for (const secret of [wrong, changed, platform.adminPassword, session.credential])
      expect(kept).not.toContain(secret);
    await own.close();
  });
});

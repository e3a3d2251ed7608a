import bcrypt from 'bcrypt';
import { Admin } from '../src/admins/Admin';
import { AdminSession } from '../src/admins/AdminSession';
import { AuditEntry } from '../src/audit/AuditEntry';
import { signIn } from './harness/signIn';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

/** Someone whose password is as long as can be. */
const LONG = { email: 'long@example.com', password: 'p'.repeat(72) };

describe('a sign-in that is refused', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
    platform = await server.platform();
    const { id: platformId } = platform;
    await server.services.admins.create({
      platformId,
      email: LONG.email,
      name: 'Lo',
      password: LONG.password,
    });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => server.close());

  const refusals: [string, () => { email?: string; password?: string }][] = [
    ['a wrong password', () => ({ password: 'not the right password' })],
    ['an empty password', () => ({ password: '' })],
    ['the right password and a space', () => ({ password: `${platform.adminPassword} ` })],
    ['the right password and more than bcrypt looks at', () => ({ ...LONG, password: `${LONG.password}x` })],
    ['an e-mail that nobody has', () => ({ email: 'nobody@example.com' })],
    ['what is no e-mail', () => ({ email: "' OR 1=1 --" })],
  ];

  it.each(refusals)('says the same, after the same work, to %s', async (_what, given) => {
    const compare = jest.spyOn(bcrypt, 'compare');
    const { email = platform.adminPrincipal.email, password = platform.adminPassword } = given();
    const answer = await signIn(server.anonymous, email, password);
    expect(answer).toMatchObject({ status: 200, data: null, errors: [{ path: ['login'] }] });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toMatchObject({
      message: 'The e-mail or the password is wrong.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect(compare).toHaveBeenCalledTimes(1);
    const against = compare.mock.calls[0]?.[1] ?? '';
    expect(bcrypt.getRounds(against)).toBe(4);
  });

  it.each([
    ['empty', ' '],
    ['longer than an e-mail can be', `${'x'.repeat(255)}@example.com`],
    ['too long in lower case only', 'İ'.repeat(200)],
    ['with a bell', 'ada\u0007@example.com'],
  ])('names the field when the e-mail is %s', async (_what, email) => {
    const answer = await signIn(server.anonymous, email, platform.adminPassword);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'email' } }]);
  });

  it('opens no session, and is on record with the e-mail and without the password', async () => {
    const own = await server.platform();
    const { id, email } = own.adminPrincipal;
    const wrong = 'a guess at somebody else';
    await signIn(server.anonymous, email, wrong);
    await signIn(server.anonymous, `stranger@${own.id}.example`, wrong);
    expect(await server.database.reads.countBy(AdminSession, { adminId: id })).toBe(0);
    const entries = await server.database.reads.findBy(AuditEntry, [
      { platformId: own.id },
      { targetName: `stranger@${own.id}.example` },
    ]);
    const known = {
      action: 'SIGN_IN_FAILED',
      platformId: own.id,
      adminId: null,
      targetId: id,
      targetName: email,
    };
    const unknown = { ...known, platformId: null, targetId: null, targetName: `stranger@${own.id}.example` };
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(
      expect.arrayContaining([expect.objectContaining(known), expect.objectContaining(unknown)]),
    );
    expect(JSON.stringify(entries)).not.toContain(wrong);
    expect(JSON.parse(entries[0]?.after ?? '')).toEqual({
      reason: 'WRONG_PASSWORD',
      clientAddress: '127.0.0.1',
    });
  });

  it('opens no session with a password that was changed while it was compared', async () => {
    const own = await server.platform();
    const { id, email } = own.adminPrincipal;
    const changeMeanwhile = async (): Promise<boolean> => {
      const passwordHash = 'another one';
      await server.database.transaction((manager) => manager.update(Admin, { id }, { passwordHash }));
      return true;
    };
    // The types of bcrypt know only the form with a callback here.
    jest.spyOn(bcrypt, 'compare').mockImplementationOnce(changeMeanwhile as never);
    const answer = await signIn(server.anonymous, email, own.adminPassword);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await server.database.reads.countBy(AdminSession, { adminId: id })).toBe(0);
  });

  it('does not use up the tries when it was right', async () => {
    const own = await server.platform();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => signIn(server.anonymous, own.adminPrincipal.email, own.adminPassword)),
    );
    for (let round = 0; round < 12; round += 1)
      answers.push(await signIn(server.anonymous, own.adminPrincipal.email, own.adminPassword));
    expect(answers.flatMap((answer) => answer.errors)).toEqual([]);
  });
});

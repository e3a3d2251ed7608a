import { Admin } from '../src/admins/Admin';
import { AuditEntry } from '../src/audit/AuditEntry';
import { Platform } from '../src/platforms/Platform';
import { runProgram } from './harness/program';
import { signedIn, signIn } from './harness/signIn';
import { startServer, type TestServer } from './harness/startServer';

const SCRIPTS = {
  'platform:create': 'cli/createPlatform',
  'admin:create': 'cli/createAdmin',
  'admin:reset-password': 'cli/resetPassword',
} as const;

// On the database of a server that is running.
describe('the operator’s commands', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const run = (
    command: keyof typeof SCRIPTS,
    ...args: string[]
  ): Promise<{ code: number | null; output: string }> =>
    runProgram(SCRIPTS[command], args, { DATABASE_URL: server.databaseUrl });
  const passwordIn = (output: string): string => /Password[^:]*: (\S+)/.exec(output)?.[1] ?? '';

  it('make a platform with an admin who can sign in, then a second admin of it', async () => {
    const made = await run(
      'platform:create',
      ...['--name', 'Éclair & Co', '--admin-email', 'Grace@Example.com', '--time-zone', 'Europe/Paris'],
    );
    expect(made).toMatchObject({ code: 0 });
    const platform = await server.database.reads.findOneByOrFail(Platform, { name: 'Éclair & Co' });
    expect(platform.timeZone).toBe('Europe/Paris');
    const grace = await signIn(server.anonymous, 'grace@example.com', passwordIn(made.output));
    expect(grace.data.login.admin).toMatchObject({ platformId: platform.id, email: 'grace@example.com' });

    const added = await run(
      'admin:create',
      ...[
        '--platform',
        'Éclair & Co',
        '--email',
        'alan@example.com',
        '--name',
        'Alan',
        '--generate-password',
      ],
    );
    expect(added).toMatchObject({ code: 0 });
    const alan = await signIn(server.anonymous, 'alan@example.com', passwordIn(added.output));
    expect(alan.data.login.admin).toMatchObject({ platformId: platform.id, name: 'Alan' });
    expect(passwordIn(added.output)).not.toBe(passwordIn(made.output));
  });

  it('reset a password and end the sessions of that admin, on record', async () => {
    const platform = await server.platform();
    const { email } = platform.adminPrincipal;
    const session = await signedIn(server.anonymous, email, platform.adminPassword);
    const reset = await run('admin:reset-password', '--email', email.toUpperCase());
    expect(reset).toMatchObject({ code: 0 });
    expect(await session.query('{ videos { nodes { id } } }')).toMatchObject({ status: 401 });
    const before = await signIn(server.anonymous, email, platform.adminPassword);
    expect(before.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const after = await signIn(server.anonymous, email, passwordIn(reset.output));
    expect(after.errors).toEqual([]);
    const where = { platformId: platform.id, action: 'PASSWORD_CHANGED' } as const;
    const [entry] = await server.database.reads.findBy(AuditEntry, where);
    expect(entry).toMatchObject({ adminId: null, targetName: email, requestId: 'command line' });
  });

  const mistakes: [string, keyof typeof SCRIPTS, string[], number, RegExp][] = [
    ['an unknown option', 'platform:create', ['--nmae', 'X'], 2, /^Unknown option '--nmae'/],
    ['a missing option', 'admin:create', ['--email', 'x@example.com'], 2, /^Missing: --platform\./],
    ['a missing value', 'admin:reset-password', ['--email'], 2, /^Option '--email <value>' argument missing/],
    ['a word too many', 'admin:reset-password', ['x@example.com'], 2, /^Unexpected argument 'x@example.com'/],
    [
      'no e-mail',
      'platform:create',
      ['--name', 'X', '--admin-email', 'nobody'],
      1,
      /^email: is not an e-mail address/,
    ],
    [
      'no time zone',
      'platform:create',
      ['--name', 'X', '--admin-email', 'x@example.com', '--time-zone', 'Mars/Olympus'],
      1,
      /^timeZone: is not a time zone/,
    ],
    [
      'no such platform',
      'admin:create',
      ['--platform', 'Nowhere', '--email', 'x@example.com'],
      1,
      /^Platform "Nowhere" was not found/,
    ],
    [
      'no such admin',
      'admin:reset-password',
      ['--email', 'x@example.com'],
      1,
      /^Admin "x@example.com" was not found/,
    ],
  ];
  it.each(mistakes)('say in one line what is wrong: %s', async (_what, command, args, code, message) => {
    const counts = (): Promise<number[]> =>
      Promise.all([server.database.reads.count(Platform), server.database.reads.count(Admin)]);
    const before = await counts();
    const answer = await run(command, ...args);
    expect(answer.output).toMatch(message);
    expect(answer.code).toBe(code);
    expect(answer.output).not.toMatch(/\n +at |Password/);
    expect(answer.output.trim().split('\n')).toHaveLength(code === 2 ? 2 : 1);
    expect(await counts()).toEqual(before);
  });

  it('refuse an e-mail that is taken, and make no platform then', async () => {
    const { adminPrincipal } = await server.platform();
    const answer = await run(
      'platform:create',
      ...['--name', 'Half done', '--admin-email', adminPrincipal.email],
    );
    expect(answer.output).toMatch(/is already in use\.\n$/);
    expect(answer.code).toBe(1);
    expect(await server.database.reads.countBy(Platform, { name: 'Half done' })).toBe(0);
  });
});

import bcrypt from 'bcrypt';
import { AuditEntry } from '../src/audit/AuditEntry';
import { SignInCount } from '../src/admins/SignInCount';
import { signIn } from './harness/signIn';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const PER_EMAIL = 10;
const PER_NETWORK = 50;
const WRONG = 'not the right password';

describe('signing in after too many failures', () => {
  let server: TestServer;
  let serial = 0;
  /** An address that no other test counts on. */
  const freshAddress = (): string => `198.51.100.${(serial += 1)}`;

  beforeAll(async () => {
    server = await startServer({ LATCHKEY_TRUST_PROXY: '1' });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => server.close());

  async function codes(tries: [email: string, password: string, from: string][]): Promise<unknown[]> {
    const codes: unknown[] = [];
    for (const [email, password, from] of tries) {
      const { errors } = await signIn(server.anonymous, email, password, from);
      codes.push(errors.length === 0 ? 'OK' : errors[0]?.extensions.code);
    }
    return codes;
  }
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

  async function failWith(platform: TestPlatform): Promise<void> {
    const { email } = platform.adminPrincipal;
    const failures = await codes(times(PER_EMAIL, () => [email, WRONG, freshAddress()]));
    expect(new Set(failures)).toEqual(new Set(['UNAUTHENTICATED']));
  }

  it('with one e-mail, refuses the right password too, from anywhere, without looking at it', async () => {
    const platform = await server.platform();
    await failWith(platform);
    const compare = jest.spyOn(bcrypt, 'compare');
    const { email } = platform.adminPrincipal;
    const answer = await signIn(
      server.anonymous,
      email.toUpperCase(),
      platform.adminPassword,
      freshAddress(),
    );
    expect(answer).toMatchObject({
      status: 429,
      data: null,
      errors: [{ extensions: { code: 'RATE_LIMITED', limit: PER_EMAIL, used: PER_EMAIL } }],
    });
    const resetAt = Date.parse(String(answer.errors[0]?.extensions.resetAt));
    const minutes = (resetAt - server.clock.now().getTime()) / 60_000;
    expect(minutes).toBeGreaterThan(13);
    expect(minutes).toBeLessThanOrEqual(15);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(13 * 60);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    expect(compare).not.toHaveBeenCalled();
  });

  it('with one e-mail, leaves the other e-mails alone', async () => {
    const [held, other] = [await server.platform(), await server.platform()];
    await failWith(held);
    const free = await codes([[other.adminPrincipal.email, other.adminPassword, freshAddress()]]);
    expect(free).toEqual(['OK']);
  });

  it('from one address, refuses every e-mail from there and nobody elsewhere', async () => {
    const platform = await server.platform();
    const { email } = platform.adminPrincipal;
    const right = platform.adminPassword;
    const from = freshAddress();
    const failures = await codes(times(PER_NETWORK, () => [`x${(serial += 1)}@example.com`, WRONG, from]));
    expect(new Set(failures)).toEqual(new Set(['UNAUTHENTICATED']));
    // What is refused for its address does not count against its e-mail.
    const refused = await codes(times(PER_EMAIL + 1, () => [email, right, from]));
    expect(new Set(refused)).toEqual(new Set(['RATE_LIMITED']));
    expect(await codes([[email, right, freshAddress()]])).toEqual(['OK']);
  });

  it('counts an IPv6 client by its network, and IPv4 in IPv6 as IPv4', async () => {
    const email = `v6-${(serial += 1)}@example.com`;
    const host = (index: number): string => `2001:db8:${serial}:1::${index.toString(16)}`;
    await codes(times(PER_NETWORK, () => [`x${(serial += 1)}@example.com`, WRONG, '2001:db8:0:1::1']));
    const v4 = freshAddress();
    await codes(times(PER_NETWORK, () => [`x${(serial += 1)}@example.com`, WRONG, v4]));
    expect(
      await codes([
        [email, WRONG, '2001:db8:0:1:ffff::2'],
        [email, WRONG, '2001:0DB8::1:0:0:0:3'],
        [email, WRONG, '2001:db8:0:2::1'],
        [email, WRONG, host(1)],
        [email, WRONG, `::ffff:${v4}`],
      ]),
    ).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
  });

  it('lets tries made at once get no further than tries made in turn', async () => {
    const platform = await server.platform();
    const { email } = platform.adminPrincipal;
    const compare = jest.spyOn(bcrypt, 'compare');
    const answers = await Promise.all(
      times(3 * PER_EMAIL, () => signIn(server.anonymous, email, WRONG, freshAddress())),
    );
    const found = answers.map((answer) => answer.errors[0]?.extensions.code).sort();
    expect(found).toEqual([
      ...times(2 * PER_EMAIL, () => 'RATE_LIMITED'),
      ...times(PER_EMAIL, () => 'UNAUTHENTICATED'),
    ]);
    expect(compare).toHaveBeenCalledTimes(PER_EMAIL);
  });

  it('is on record once, however often it is tried', async () => {
    const platform = await server.platform();
    const { email } = platform.adminPrincipal;
    await failWith(platform);
    await codes(times(5, () => [email, platform.adminPassword, freshAddress()]));
    const entries = await server.database.reads.findBy(AuditEntry, { platformId: platform.id });
    const reasons = entries.map((entry) => (JSON.parse(entry.after ?? '') as { reason: string }).reason);
    expect(entries.every((entry) => entry.action === 'SIGN_IN_FAILED')).toBe(true);
    expect(reasons.filter((reason) => reason === 'WRONG_PASSWORD')).toHaveLength(PER_EMAIL);
    expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(1);
  });

  it('begins anew after a quarter of an hour, and old counts go', async () => {
    const own = await startServer();
    const platform = await own.platform();
    const { email } = platform.adminPrincipal;
    const tryWith = (password: string): ReturnType<typeof signIn> => signIn(own.anonymous, email, password);
    for (let count = 0; count < PER_EMAIL; count += 1) await tryWith(WRONG);
    own.clock.advance({ minutes: 14 });
    expect((await tryWith(platform.adminPassword)).errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED' } },
    ]);
    own.clock.advance({ minutes: 2 });
    expect((await tryWith(platform.adminPassword)).errors).toEqual([]);
    await signIn(own.anonymous, 'somebody@example.com', WRONG);
    expect(await own.database.reads.count(SignInCount)).toBe(3);
    own.clock.advance({ days: 2 });
    await tryWith(platform.adminPassword);
    expect(await own.database.reads.count(SignInCount)).toBe(2);
    await own.close();
  });
});

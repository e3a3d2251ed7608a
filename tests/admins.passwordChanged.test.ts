import { AuditEntry } from '../src/audit/AuditEntry';
import { type Answer, type Client } from './harness/Client';
import { signIn } from './harness/signIn';
import { startServer, type TestServer } from './harness/startServer';

const CHANGE = `mutation ($currentPassword: String!, $newPassword: String!) {
  changePassword(currentPassword: $currentPassword, newPassword: $newPassword) { endedSessions }
}`;
const NEXT = 'a better password than before';

describe('changing the password', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const change = (admin: Client, currentPassword: string, newPassword: string): Promise<Answer> =>
    admin.query(CHANGE, { currentPassword, newPassword });
  const statusOf = async (client: Client): Promise<number> =>
    (await client.query('{ videos { nodes { id } } }')).status;

  it('ends the other sessions at their next request, keeps this one, and is on record', async () => {
    const platform = await server.platform();
    const other = await server.platform();
    const [mine, second, third, neighbour] = [
      await platform.admin(),
      await platform.admin(),
      await platform.admin(),
      await other.admin(),
    ];
    expect(await change(mine, platform.adminPassword, NEXT)).toMatchObject({
      status: 200,
      data: { changePassword: { endedSessions: 2 } },
    });
    const statuses = await Promise.all([mine, second, third, neighbour].map(statusOf));
    expect(statuses).toEqual([200, 401, 401, 200]);
    const { email, id } = platform.adminPrincipal;
    const [before, after] = [
      await signIn(server.anonymous, email, platform.adminPassword),
      await signIn(server.anonymous, email, NEXT),
    ];
    expect(before.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(after.errors).toEqual([]);
    const [entry] = await server.database.reads.findBy(AuditEntry, {
      platformId: platform.id,
      action: 'PASSWORD_CHANGED',
    });
    expect(entry).toMatchObject({
      adminId: id,
      targetId: id,
      targetName: email,
      after: '{"endedSessions":2}',
    });
  });

  it.each([
    ['11 characters', 'elf letters', 'newPassword'],
    ['11 characters of 4 bytes', '🧗'.repeat(11), 'newPassword'],
    ['73 bytes', 'x'.repeat(73), 'newPassword'],
    ['73 bytes of fewer characters', 'é'.repeat(36) + 'x', 'newPassword'],
    ['nothing', '', 'newPassword'],
    ['the old password', 'correct horse battery staple', 'newPassword'],
  ])('refuses %s, naming the field and what is allowed', async (_what, given, field) => {
    const platform = await server.platform();
    const [mine, second] = [await platform.admin(), await platform.admin()];
    const answer = await change(mine, platform.adminPassword, given);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(answer.errors[0]?.extensions.allowed).toBeDefined();
    if (given !== '') expect(answer.text).not.toContain(given);
    expect(await statusOf(second)).toBe(200);
  });

  it.each([
    ['12 characters', 'twelve chars'],
    ['72 bytes', 'x'.repeat(72)],
    ['12 characters of 4 bytes, white space at the end', '🧗'.repeat(11) + ' '],
  ])('takes %s', async (_what, given) => {
    const platform = await server.platform();
    expect((await change(await platform.admin(), platform.adminPassword, given)).errors).toEqual([]);
    expect((await signIn(server.anonymous, platform.adminPrincipal.email, given)).errors).toEqual([]);
  });

  it('wants the current password, and only so many guesses at it', async () => {
    const platform = await server.platform();
    const [mine, second] = [await platform.admin(), await platform.admin()];
    for (let count = 0; count < 10; count += 1) {
      const answer = await change(mine, 'a guess at the password', NEXT);
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', field: 'currentPassword' } },
      ]);
    }
    const answer = await change(mine, platform.adminPassword, NEXT);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', limit: 10 } }]);
    expect(await statusOf(second)).toBe(200);
    // Signing in is counted apart: a stolen session can't lock its owner out.
    const { email } = platform.adminPrincipal;
    expect((await signIn(server.anonymous, email, platform.adminPassword)).errors).toEqual([]);
  });

  it('is done once when it is asked for twice at once', async () => {
    const platform = await server.platform();
    const [mine, second] = [await platform.admin(), await platform.admin()];
    const answers = await Promise.all([
      change(mine, platform.adminPassword, `${NEXT} 1`),
      change(second, platform.adminPassword, `${NEXT} 2`),
    ]);
    expect(answers.filter((answer) => answer.data?.changePassword != null)).toHaveLength(1);
  });
});

import { type Client } from './harness/Client';
import { eventually } from './harness/eventually';
import { addMembers, deliver, deliveryOf, recipientsOf, sendTo } from './harness/mailing';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

describe('an e-mail that is sent to members', () => {
  let smtp: TestSmtpServer;
  let server: TestServer;
  let platform: TestPlatform;
  let client: Client;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    server = await startServer({
      SMTP_URL: smtp.url,
      LATCHKEY_EMAIL_FROM: 'hello@latchkey.example',
      LATCHKEY_EMAIL_CONNECTIONS: '3',
      LATCHKEY_EMAIL_TIMEOUT_MS: '300',
    });
  });
  beforeEach(async () => {
    smtp.received.length = 0;
    smtp.offered.length = 0;
    smtp.verdict = () => 'take';
    platform = await server.platform();
    client = await platform.apiKey({ grantAll: true });
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('reaches each of them once, in their own name', async () => {
    const ids = await addMembers(server, platform, 7);
    const id = await sendTo(client, ids, {
      subject: 'For {{name}}',
      body: '# Hello {{ name }}\n\nYour address is {{email}}. <b>Bold</b> is **bold**: https://example.com',
    });
    expect(await deliveryOf(client, id)).toEqual({
      status: 'SENDING',
      recipientCount: 7,
      delivery: { queued: 7, sent: 0, failed: 0 },
      sentAt: null,
    });
    await deliver(server);

    expect(smtp.received.map(({ to }) => to).sort()).toEqual(
      ids.map((_id, index) => `member-${index}@example.com`),
    );
    expect(smtp.mostAtOnce).toBeLessThanOrEqual(3);
    const mail = smtp.received.find(({ to }) => to === 'member-4@example.com');
    expect(mail?.from).toBe('hello@latchkey.example');
    expect(mail?.header('from')).toMatch(/^"?Platform \d+"? <hello@latchkey\.example>$/);
    expect(mail?.header('subject')).toBe('For Member 4');
    expect(mail?.header('message-id')).toMatch(/^<[0-9a-f-]{36}@latchkey\.example>$/);
    expect(mail?.raw).toContain('# Hello Member 4');
    expect(mail?.raw).toContain('<h1>Hello Member 4</h1>');
    expect(mail?.unfolded).toContain('Your address is member-4@example.com. &lt;b&gt;Bold&lt;/b&gt; is');
    const delivered = await deliveryOf(client, id);
    expect(delivered).toMatchObject({ status: 'SENT', delivery: { queued: 0, sent: 7, failed: 0 } });
    expect(delivered.sentAt).not.toBeNull();
  });

  it('is refused for good to those whom the mail server refuses, and says why', async () => {
    smtp.verdict = (to) =>
      to.startsWith('member-1@') ? { code: 550, text: 'No such mailbox here' } : 'take';
    const id = await sendTo(client, await addMembers(server, platform, 3));
    await deliver(server);
    expect(await deliveryOf(client, id)).toMatchObject({
      status: 'SENT',
      delivery: { queued: 0, sent: 2, failed: 1 },
    });
    const { email } = await client.data<{ email: unknown }>(
      `query ($id: ID!) {
        email(id: $id) { recipients(status: FAILED) { nodes { status attempts address lastError member { name } } } }
      }`,
      { id },
    );
    expect(email).toEqual({
      recipients: {
        nodes: [
          {
            status: 'FAILED',
            attempts: 1,
            address: 'member-1@example.com',
            lastError: '550 No such mailbox here',
            member: { name: 'Member 1' },
          },
        ],
      },
    });
  });

  it('is tried again, under the same message id, when the mail server puts it off', async () => {
    const refused: string[] = [];
    smtp.verdict = (to) => {
      if (refused.includes(to)) return 'take';
      refused.push(to);
      return { code: 451, text: 'Greylisted, come back later' };
    };
    const id = await sendTo(client, await addMembers(server, platform, 2));
    await deliver(server);
    expect(smtp.received).toEqual([]);
    expect(await deliveryOf(client, id)).toMatchObject({ status: 'SENDING', delivery: { queued: 2 } });
    expect(await recipientsOf(client, id)).toMatchObject([
      { status: 'QUEUED', attempts: 1, lastError: '451 Greylisted, come back later' },
      { status: 'QUEUED', attempts: 1 },
    ]);

    server.clock.advance({ seconds: 50 });
    await deliver(server);
    expect(smtp.received).toEqual([]);
    server.clock.advance({ seconds: 11 });
    await deliver(server);
    expect(await deliveryOf(client, id)).toMatchObject({ status: 'SENT', delivery: { queued: 0, sent: 2 } });
    expect(await recipientsOf(client, id)).toMatchObject([
      { status: 'SENT', attempts: 2, lastError: null },
      { status: 'SENT', attempts: 2, lastError: null },
    ]);
    const messageIds = smtp.offered.map((mail) => mail.header('message-id'));
    expect(messageIds).toHaveLength(4);
    expect(new Set(messageIds).size).toBe(2);
  });

  it('fails for those whom no try has reached within a day', async () => {
    smtp.verdict = () => ({ code: 421, text: 'Busy' });
    const id = await sendTo(client, await addMembers(server, platform, 1));
    await deliver(server);
    for (const minutes of [1, 5, 15, 60, 180, 360, 720]) {
      expect(await deliveryOf(client, id)).toMatchObject({ status: 'SENDING', delivery: { queued: 1 } });
      server.clock.advance({ minutes });
      await deliver(server);
    }
    expect(await deliveryOf(client, id)).toMatchObject({
      status: 'SENT',
      delivery: { queued: 0, failed: 1 },
    });
    expect(await recipientsOf(client, id)).toMatchObject([{ status: 'FAILED', attempts: 8 }]);
  });

  it('is tried again when the mail server does not answer in time, or is not there', async () => {
    smtp.verdict = () => 'hang';
    const id = await sendTo(client, await addMembers(server, platform, 2));
    await deliver(server);
    expect(await recipientsOf(client, id)).toMatchObject([
      { status: 'QUEUED', attempts: 1 },
      { status: 'QUEUED', attempts: 1 },
    ]);
    smtp.verdict = () => 'take';
    server.clock.advance({ minutes: 2 });
    await deliver(server);
    expect(await deliveryOf(client, id)).toMatchObject({ status: 'SENT', delivery: { sent: 2 } });
  });

  it('does not go to members who left, unsubscribed or were suspended while it waited', async () => {
    const [removed, unsubscribed, suspended, kept] = await addMembers(server, platform, 4);
    const id = await sendTo(client, [removed!, unsubscribed!, suspended!, kept!]);
    await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: removed });
    await client.data(
      `mutation ($one: ID!, $other: ID!) {
        updateMember(input: { id: $one, version: 1, subscribed: false }) { id }
        suspendMember(input: { id: $other, version: 1 }) { id }
      }`,
      { one: unsubscribed, other: suspended },
    );
    await deliver(server);
    expect(smtp.received.map(({ to }) => to)).toEqual(['member-3@example.com']);
    expect(await deliveryOf(client, id)).toMatchObject({
      status: 'SENT',
      delivery: { queued: 0, sent: 1, failed: 3 },
    });
    const recipients = await recipientsOf(client, id);
    expect(recipients.map(({ lastError }) => lastError).sort()).toEqual([
      'The member has unsubscribed since.',
      'The member was removed.',
      'The member was suspended since.',
      null,
    ]);
  });

  it('forgets members who are removed, and still counts them', async () => {
    const ids = await addMembers(server, platform, 2);
    const id = await sendTo(client, ids);
    await deliver(server);
    await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: ids[0] });
    expect(await deliveryOf(client, id)).toMatchObject({ delivery: { sent: 2 } });
    const rows = await server.database.reads.query<unknown[]>(
      'SELECT * FROM email_recipients WHERE platformId = ?',
      [platform.id],
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('member-0@example.com');
    expect(JSON.stringify(rows)).not.toContain(ids[0]);
  });

  it('goes out at once when the worker runs, and later when another process has queued it', async () => {
    const own = await startServer({ SMTP_URL: smtp.url, LATCHKEY_EMAIL_FROM: 'hello@latchkey.example' });
    const ownPlatform = await own.platform();
    const ownClient = await ownPlatform.apiKey({ grantAll: true });
    const ids = await addMembers(own, ownPlatform, 2);
    own.emailWorker?.start();
    await sendTo(ownClient, [ids[0]!]);
    await eventually(5_000, async () => expect(smtp.received).toHaveLength(1));

    // As another process does: it has a worker of its own, and wakes that one.
    await eventually(5_000, async () => expect(own.emailTimer.pending).toBe(1));
    const wake = jest.spyOn(own.emailWorker!, 'wake').mockImplementation(() => undefined);
    await sendTo(ownClient, [ids[1]!]);
    wake.mockRestore();
    expect(smtp.received).toHaveLength(1);
    own.emailTimer.advance(5_000);
    await eventually(5_000, async () => expect(smtp.received).toHaveLength(2));
    await own.close();
  });
});

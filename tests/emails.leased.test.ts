import { Outbox } from '../src/emails/Outbox';
import { type Client } from './harness/Client';
import { addMembers, deliver, deliveryOf, recipientsOf, sendTo } from './harness/mailing';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

describe('recipients that a worker has claimed', () => {
  let smtp: TestSmtpServer;
  let server: TestServer;
  let platform: TestPlatform;
  let client: Client;
  /** Another worker's. */
  let outbox: Outbox;
  let id: string;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    server = await startServer({ SMTP_URL: smtp.url, LATCHKEY_EMAIL_FROM: 'hello@latchkey.example' });
    outbox = new Outbox(server.database, server.clock.now);
  });
  beforeEach(async () => {
    smtp.received.length = 0;
    smtp.verdict = () => 'take';
    platform = await server.platform();
    client = await platform.apiKey({ grantAll: true });
    id = await sendTo(client, await addMembers(server, platform, 4));
  });
  afterEach(async () => {
    server.clock.advance({ days: 2 });
    await deliver(server);
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('are nobody else’s while the lease lasts, however often it is renewed', async () => {
    const batch = await outbox.claim();
    expect(batch.recipients).toHaveLength(4);
    for (let time = 0; time < 3; time += 1) {
      server.clock.advance({ seconds: 10 });
      await outbox.renew(batch);
      await deliver(server);
    }
    expect(smtp.received).toEqual([]);
  });

  it('are sent by the next worker when theirs is gone, and not by theirs when it comes back', async () => {
    const { token, recipients } = await outbox.claim();
    const [begun, ...others] = recipients;
    expect(await outbox.mark(token, { starts: [begun!], finishes: [] })).toEqual(new Set([begun!.id]));
    server.clock.advance({ seconds: 16 });
    await deliver(server);
    expect(smtp.received).toHaveLength(4);

    expect(await outbox.mark(token, { starts: others, finishes: [] })).toEqual(new Set());
    const failed = { status: 'FAILED', error: 'It took too long' } as const;
    await outbox.mark(token, { starts: [], finishes: [{ recipient: begun!, outcome: failed }] });
    await outbox.renew({ token, recipients });
    await outbox.release({ token, recipients });
    expect(await deliveryOf(client, id)).toMatchObject({
      status: 'SENT',
      delivery: { queued: 0, sent: 4, failed: 0 },
    });
    const attempts = (await recipientsOf(client, id)).map((recipient) => recipient.attempts);
    expect(attempts.sort()).toEqual([1, 1, 1, 2]);
  });

  it('are the next worker’s alone once it has claimed them', async () => {
    const late = await outbox.claim();
    server.clock.advance({ seconds: 16 });
    const { token, recipients } = await outbox.claim();
    expect(recipients).toHaveLength(4);
    expect(await outbox.mark(late.token, { starts: late.recipients, finishes: [] })).toEqual(new Set());
    const [first] = recipients;
    await outbox.mark(token, { starts: [first!], finishes: [] });
    const failed = { status: 'FAILED', error: 'It took too long' } as const;
    await outbox.mark(late.token, { starts: [], finishes: [{ recipient: first!, outcome: failed }] });
    await outbox.release(late);
    const states = (await recipientsOf(client, id)).map(({ status }) => status);
    expect(states).toEqual(['SENDING', 'QUEUED', 'QUEUED', 'QUEUED']);
    await deliver(server);
    expect(smtp.received).toEqual([]);
  });

  it('go back at once when their worker is told to stop before it comes to them', async () => {
    const batch = await outbox.claim();
    await outbox.mark(batch.token, { starts: batch.recipients.slice(0, 1), finishes: [] });
    await outbox.release(batch);
    await deliver(server);
    expect(smtp.received).toHaveLength(3);
  });

  it('may be written down again when nobody knows whether that was kept', async () => {
    const { token, recipients } = await outbox.claim();
    const marks = { starts: recipients.slice(0, 2), finishes: [] };
    const started = await outbox.mark(token, marks);
    expect(await outbox.mark(token, marks)).toEqual(started);
    const finishes = [{ recipient: recipients[0]!, outcome: { status: 'SENT' } as const }];
    await outbox.mark(token, { starts: [], finishes });
    await outbox.mark(token, { starts: [], finishes });
    expect(await deliveryOf(client, id)).toMatchObject({ delivery: { queued: 3, sent: 1 } });
    expect((await recipientsOf(client, id)).map(({ attempts }) => attempts).sort()).toEqual([0, 0, 1, 1]);
  });

  it('are left alone when their member is removed meanwhile, and nothing of them comes back', async () => {
    const { token, recipients } = await outbox.claim();
    const [waiting, begun, other] = recipients;
    await outbox.mark(token, { starts: [begun!], finishes: [] });
    for (const { memberId } of [waiting!, begun!])
      await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });

    expect(await outbox.mark(token, { starts: [waiting!, other!], finishes: [] })).toEqual(
      new Set([other!.id]),
    );
    const error = `550 <${begun!.address}> is unknown`;
    const finishes = [{ recipient: begun!, outcome: { status: 'FAILED', error } as const }];
    await outbox.mark(token, { starts: [], finishes });
    await outbox.mark(token, { starts: [], finishes });
    const rows = await server.database.reads.query<unknown[]>(
      'SELECT * FROM email_recipients WHERE platformId = ?',
      [platform.id],
    );
    expect(JSON.stringify(rows)).not.toContain(begun!.address);

    server.clock.advance({ seconds: 16 });
    await deliver(server);
    expect(smtp.received).toHaveLength(2);
    const states = (await recipientsOf(client, id)).map(({ status, lastError }) => [status, lastError]);
    expect(states.sort()).toEqual([
      ['FAILED', 'The member was removed.'],
      ['FAILED', 'The member was removed.'],
      ['SENT', null],
      ['SENT', null],
    ]);
  });

  it('are asked for in one statement while there is nothing to do', async () => {
    await deliver(server);
    const claims = await server.sql.during(() => outbox.claim());
    expect(claims).toHaveLength(1);
  });
});

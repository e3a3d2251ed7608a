import { bulkMembers } from './harness/bulkMembers';
import { deliver, deliveryOf, draftEmail, SEND } from './harness/mailing';
import { startProcess } from './harness/serverProcess';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';

const RECIPIENTS = 400;

jest.setTimeout(60_000);

describe('a process that is told to stop while it sends', () => {
  let smtp: TestSmtpServer;
  let server: TestServer;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    server = await startServer({ SMTP_URL: smtp.url, LATCHKEY_EMAIL_FROM: 'hello@latchkey.example' });
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('ends the messages that are under way, and leaves the others to whoever comes next, at once', async () => {
    const platform = await server.platform();
    await bulkMembers(server.database, platform.id, RECIPIENTS, server.clock.now());
    const key = await platform.apiKey({ grantAll: true });
    const { createSegment } = await key.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "Everybody", filter: {} }) { id } }',
    );
    const draft = await draftEmail(key);
    await key.data(SEND, { input: { ...draft, segmentId: createSegment.id } });
    const running = await startProcess(server.databaseUrl, {
      SMTP_URL: smtp.url,
      LATCHKEY_EMAIL_FROM: 'hello@latchkey.example',
      LATCHKEY_DRAIN_MS: '0',
    });
    await smtp.arrived(20, 20_000);
    await running.stop();
    expect(running.process.exitCode).toBe(0);

    const sent = smtp.received.length;
    expect(sent).toBeLessThan(RECIPIENTS);
    expect(await deliveryOf(key, draft.id)).toMatchObject({
      status: 'SENDING',
      delivery: { queued: RECIPIENTS - sent, sent },
    });
    await deliver(server);
    expect(await deliveryOf(key, draft.id)).toMatchObject({ status: 'SENT', delivery: { sent: RECIPIENTS } });
    expect(smtp.received).toHaveLength(RECIPIENTS);
    expect(smtp.counts().size).toBe(RECIPIENTS);
  });
});

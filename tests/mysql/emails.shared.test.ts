import { forgetRecipient } from '../../src/emails/erasure';
import { Member } from '../../src/members/Member';
import { type Client } from '../harness/Client';
import { bulkMembers } from '../harness/bulkMembers';
import { eventually } from '../harness/eventually';
import { addMembers, deliver, deliveryOf, draftEmail, SEND } from '../harness/mailing';
import { TestSmtpServer } from '../harness/smtpServer';
import { startServer, type TestServer } from '../harness/startServer';

describe('several processes that deliver the same e-mail', () => {
  let smtp: TestSmtpServer;
  const servers: TestServer[] = [];
  let client: Client;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    const settings = { SMTP_URL: smtp.url, LATCHKEY_EMAIL_FROM: 'hello@latchkey.example' };
    servers.push(await startServer(settings));
    servers.push(await startServer(settings, servers[0]), await startServer(settings, servers[0]));
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.close();
    await smtp.close();
  });

  it('send each message once between them', async () => {
    const [server] = servers;
    const platform = await server!.platform();
    client = await platform.apiKey({ grantAll: true });
    await bulkMembers(server!.database, platform.id, 1_000, server!.clock.now());
    const { createSegment } = await client.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "Everybody", filter: {} }) { id } }',
    );
    const draft = await draftEmail(client);
    await client.data(SEND, { input: { ...draft, segmentId: createSegment.id } });
    await Promise.all(servers.map(deliver));
    expect(smtp.received).toHaveLength(1_000);
    expect(smtp.counts().size).toBe(1_000);
    expect(await deliveryOf(client, draft.id)).toMatchObject({
      status: 'SENT',
      delivery: { queued: 0, sent: 1_000, failed: 0 },
    });
  });

  it('queue nobody who is removed while an e-mail is sent', async () => {
    const server = servers[0]!;
    const platform = await server.platform();
    const sender = await platform.apiKey({ grantAll: true });
    const [gone, stays] = await addMembers(server, platform, 2);
    const draft = await draftEmail(sender);
    const removed = { platformId: platform.id, id: gone! };
    let sending: Promise<unknown> = Promise.resolve();
    await server.database.transaction(async (manager) => {
      await manager.delete(Member, removed);
      await forgetRecipient(manager, removed);
      const before = server.sql.statements.length;
      sending = sender.data(SEND, { input: { ...draft, memberIds: [gone, stays] } });
      // Once it asks who of them gets mail it has read them as they were.
      await eventually(5_000, () => {
        const ran = server.sql.statements.slice(before);
        const asked = ran.findIndex((statement) => statement.includes('AS recipients'));
        return asked >= 0 && ran.slice(asked).some((statement) => statement.includes('AS email'))
          ? Promise.resolve()
          : Promise.reject(new Error('It has not asked yet.'));
      });
    });
    await sending;
    const rows = await server.database.reads.query<{ memberId: string }[]>(
      'SELECT memberId FROM email_recipients WHERE platformId = ?',
      [platform.id],
    );
    expect(rows).toEqual([{ memberId: stays }]);
    expect(await deliveryOf(sender, draft.id)).toMatchObject({ recipientCount: 1 });
  });
});

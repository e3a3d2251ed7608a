import { type Client } from '../harness/Client';
import { bulkMembers } from '../harness/bulkMembers';
import { deliver, deliveryOf, draftEmail, SEND } from '../harness/mailing';
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
});

import { once } from 'node:events';
import { bulkMembers } from './harness/bulkMembers';
import { type Client } from './harness/Client';
import { eventually } from './harness/eventually';
import { deliveryOf, draftEmail, SEND } from './harness/mailing';
import { type ServerProcess, startProcess } from './harness/serverProcess';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';

const RECIPIENTS = 5_000;
const CONNECTIONS = 5;

jest.setTimeout(180_000);

describe('a process that is killed while it sends to 5,000 members', () => {
  let smtp: TestSmtpServer;
  /** Makes the data and looks at it afterwards; it delivers nothing. */
  let server: TestServer;
  let running: ServerProcess | undefined;
  let key: Client;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    server = await startServer();
    const platform = await server.platform();
    await bulkMembers(server.database, platform.id, RECIPIENTS, server.clock.now());
    key = await platform.apiKey({ grantAll: true });
    running = await start();
  });
  afterAll(async () => {
    running?.process.kill('SIGKILL');
    await server.close();
    await smtp.close();
  });

  const start = (): Promise<ServerProcess> =>
    startProcess(server.databaseUrl, {
      SMTP_URL: smtp.url,
      LATCHKEY_EMAIL_FROM: 'hello@latchkey.example',
      LATCHKEY_EMAIL_CONNECTIONS: String(CONNECTIONS),
      LATCHKEY_LOG_LEVEL: 'info',
    });

  /** Kills it, and gives the addresses of the messages that were in flight, as the database knows them. */
  async function kill({ process }: ServerProcess): Promise<string[]> {
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
    const rows = await server.database.reads.query<{ address: string }[]>(
      "SELECT address FROM email_recipients WHERE status = 'SENDING'",
    );
    return rows.map(({ address }) => address);
  }

  it('loses none of them, and sends none twice but those in flight', async () => {
    const caller = key.at(running!.address);
    const { createSegment } = await caller.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "Everybody", filter: {} }) { id } }',
    );
    const draft = await draftEmail(caller);
    const { sendEmail } = await caller.data(SEND, { input: { ...draft, segmentId: createSegment.id } });
    expect(sendEmail).toMatchObject({ recipientCount: RECIPIENTS });

    const inFlight = new Set<string>();
    for (const sent of [1_000, 2_500]) {
      await eventually(60_000, async () => expect(smtp.received.length).toBeGreaterThanOrEqual(sent));
      // Those of the first time may still be waiting for the end of their lease at the second.
      const killed = (await kill(running!)).filter((address) => !inFlight.has(address));
      expect(killed.length).toBeLessThanOrEqual(CONNECTIONS);
      for (const address of killed) inFlight.add(address);
      running = await start();
    }
    await eventually(90_000, async () =>
      expect(await deliveryOf(key.at(running!.address), draft.id)).toMatchObject({ status: 'SENT' }),
    );

    expect(await deliveryOf(key.at(running!.address), draft.id)).toMatchObject({
      delivery: { queued: 0, sent: RECIPIENTS, failed: 0 },
    });
    const states = await server.database.reads.query<{ status: string; n: number | string }[]>(
      'SELECT status, COUNT(*) AS n FROM email_recipients GROUP BY status',
    );
    expect(states.map(({ status, n }) => [status, Number(n)])).toEqual([['SENT', RECIPIENTS]]);
    const counts = smtp.counts();
    expect(counts.size).toBe(RECIPIENTS);
    const twice = [...counts].filter(([, count]) => count > 1).map(([address]) => address);
    expect([...inFlight]).toEqual(expect.arrayContaining(twice));
    expect(smtp.received.length - RECIPIENTS).toBeLessThanOrEqual(2 * CONNECTIONS);
  });
});

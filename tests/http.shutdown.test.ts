import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../src/database/openDatabase';
import { ANSWER, beginRequest, BODY, endRequest } from './harness/begunRequest';
import { eventually } from './harness/eventually';
import { type ServerProcess, startProcess } from './harness/serverProcess';
import { createTestDatabase, type TestDatabase } from './harness/testDatabase';

jest.setTimeout(60_000);

describe('SIGTERM', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  beforeEach(async () => {
    database = await createTestDatabase();
    // The program connects to a database that is there; on the embedded engine this makes the file.
    await (await openDatabase({ url: database.url, poolSize: 1 })).close();
    server = await startProcess(database.url, { NODE_ENV: 'production' });
  });
  afterEach(async () => {
    if (server.process.exitCode === null) await server.stop();
    await database.drop();
  });

  it('drops no request of 50 a second, nor any that is under way', async () => {
    const begun = await Promise.all(Array.from({ length: 10 }, () => beginRequest(server.address)));
    const stream = new RequestStream(server.address);
    await stream.sent(25);
    server.process.kill('SIGTERM');

    await eventually(5_000, async () => {
      const probe = await fetch(`${server.address}/readyz`);
      expect([probe.status, await probe.text()]).toEqual([
        503,
        '{"status":"unavailable","reason":"shutting down"}',
      ]);
    });
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    expect(await Promise.all(begun.slice(0, 5).map(endRequest))).toEqual(Array(5).fill(ANSWER));

    await stream.refused();
    expect(stream.answers.size).toBeGreaterThan(0);
    expect([...stream.answers]).toEqual([`200 ${ANSWER}`]);
    expect(await Promise.all(begun.slice(5).map(endRequest))).toEqual(Array(5).fill(ANSWER));
    expect(await exitCode(server)).toBe(0);
  });

  it('exits with 0 also when a request does not end', async () => {
    const socket = await beginRequest(server.address);
    server.process.kill('SIGINT');
    expect(await exitCode(server)).toBe(0);
    socket.destroy();
  });
});

async function exitCode({ process }: ServerProcess): Promise<number | null> {
  if (process.exitCode === null) await once(process, 'exit');
  return process.exitCode;
}

/** Sends a request each 20 ms, as a client with keep-alive does, until the server takes no more connections. */
class RequestStream {
  /** What was answered, or how a request failed: each once. */
  readonly answers = new Set<string>();
  private count = 0;
  private isRefused = false;
  private readonly ended: Promise<void>;

  constructor(private readonly address: string) {
    this.ended = this.run();
  }

  async sent(count: number): Promise<void> {
    await eventually(10_000, () =>
      this.count >= count ? Promise.resolve() : Promise.reject(new Error(`${this.count} were sent`)),
    );
  }

  async refused(): Promise<void> {
    await this.ended;
  }

  private async run(): Promise<void> {
    const open: Promise<void>[] = [];
    while (!this.isRefused) {
      open.push(this.send());
      this.count += 1;
      await pause(20);
    }
    await Promise.all(open);
  }

  private async send(): Promise<void> {
    try {
      const answer = await fetch(`${this.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: BODY,
      });
      this.answers.add(`${answer.status} ${await answer.text()}`);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      if (cause?.code === 'ECONNREFUSED') this.isRefused = true;
      else this.answers.add(`failed: ${cause?.code}`);
    }
  }
}

import { type Client } from '../harness/Client';
import { ANSWER, beginRequest, endRequest } from '../harness/begunRequest';
import { startServer, type TestServer } from '../harness/startServer';
import { WorkersProgram } from '../harness/workers';

// Each test starts several processes.
jest.setTimeout(120_000);

const VIDEOS = '{ videos { nodes { id } } }';
const OPEN = '{ __typename }';

let server: TestServer;
let key: Client;
let workers: WorkersProgram;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ'] });
  workers = await WorkersProgram.start(server.databaseUrl, { LATCHKEY_METRICS_PORT: '0' });
});
afterEach(() => workers.stop());

/** The statuses that ten requests get, and who served them. */
async function askTen(): Promise<{ statuses: Set<number>; servedBy: number[] }> {
  const answers = [];
  for (let count = 0; count < 10; count += 1) answers.push(await workers.ask(key.credential, VIDEOS));
  return {
    statuses: new Set(answers.map(({ status }) => status)),
    servedBy: [...new Set(answers.map(({ worker }) => worker))].sort(),
  };
}

describe('two workers', () => {
  it('serve both, and refuse a key at once when it is revoked', async () => {
    expect(await askTen()).toEqual({ statuses: new Set([200]), servedBy: [1, 2] });
    const id = key.credential?.slice(3, 15) ?? '';
    await server.database.transaction((manager) =>
      manager.query(`UPDATE api_keys SET revokedAt = ? WHERE id = ?`, [new Date(), id]),
    );
    expect(await askTen()).toEqual({ statuses: new Set([401]), servedBy: [1, 2] });
  });

  it('are counted together', async () => {
    const [, address = ''] = await workers.program.until(/"metrics":"([^"]+)"/);
    await askTen();
    const metrics = await (await fetch(address)).text();
    expect(metrics).toContain('latchkey_requests_total{route="/graphql",status="200"} 10\n');
    expect(metrics).toContain('latchkey_request_duration_seconds_count{route="/graphql"} 10\n');
  });

  it('lose no request but those on the one that is killed, which is replaced', async () => {
    const victim = await workers.listening(1);
    let isDeathKnown = false;
    let isOver = false;
    const lost = { before: 0, after: 0 };
    let served = 0;
    const client = async (): Promise<void> => {
      while (!isOver) {
        const when = isDeathKnown ? 'after' : 'before';
        try {
          expect(await workers.statusOf(key.credential, VIDEOS)).toBe(200);
          served += 1;
        } catch {
          lost[when] += 1;
        }
      }
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    await askTen();
    process.kill(victim, 'SIGKILL');
    await workers.program.until(/"worker":1,"pid":\d+,"code":null,"signal":"SIGKILL","msg":"a worker died"/);
    isDeathKnown = true;
    await workers.listening(3);
    // Its first requests take it longest, and the other worker is handed what comes meanwhile.
    const servedBy = new Set<number>();
    while (servedBy.size < 2) for (const worker of (await askTen()).servedBy) servedBy.add(worker);
    expect([...servedBy].sort()).toEqual([2, 3]);
    isOver = true;
    await clients;

    expect(served).toBeGreaterThan(20);
    expect(lost.before).toBeLessThanOrEqual(8);
    expect(lost.after).toBe(0);
  });

  it('are replaced more slowly the more often they die at once', async () => {
    for (const [worker, delayMs] of [
      [2, 250],
      [3, 500],
      [4, 1_000],
    ] as const) {
      process.kill(await workers.listening(worker), 'SIGKILL');
      await workers.program.until(new RegExp(`"delayMs":${delayMs},"msg":"a worker is replaced"`));
    }
    await workers.listening(5);
    expect((await askTen()).servedBy).toEqual([1, 5]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answer what is under way after %s, also when it comes to each of them, and the whole exits with 0',
    async (signal) => {
      const begun = await Promise.all(Array.from({ length: 10 }, () => beginRequest(workers.address)));
      // So that all ten have been handed to a worker.
      await workers.ask(null, OPEN);
      const pids = [await workers.listening(1), await workers.listening(2)];
      for (const pid of pids) process.kill(pid, signal);
      workers.program.process.kill(signal);
      await workers.program.until(/"worker":1,[^\n]*"shutting down"/);
      await workers.program.until(/"worker":2,[^\n]*"shutting down"/);
      expect(await workers.statusOf(null, OPEN)).toBe(200);
      expect(await Promise.all(begun.map(endRequest))).toEqual(Array(10).fill(ANSWER));
      expect(await workers.program.ended).toBe(0);
      expect(workers.program.output()).toContain('all workers have stopped');
    },
  );

  it('are killed when they do not end in time, and the whole exits with 1', async () => {
    process.kill(await workers.listening(2), 'SIGSTOP');
    expect(await workers.stop()).toBe(1);
    expect(workers.program.output()).toMatch(/"worker":2,"code":null,"signal":"SIGKILL"/);
  });

  it('end when the process that started them is gone', async () => {
    workers.program.process.kill('SIGKILL');
    // They hold its output open.
    await workers.program.ended;
    await expect(workers.statusOf(null, OPEN)).rejects.toThrow('ECONNREFUSED');
  });
});

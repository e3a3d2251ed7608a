/**
 * What a flood of forged keys does to a valid caller.
 *
 *   node -r esbuild-register bench/forgedFlood.ts [seconds per flood, 10]
 *   TEST_MYSQL_URL=mariadb://root@127.0.0.1:3306/test node -r esbuild-register bench/forgedFlood.ts
 *
 * Starts the server in a process of its own, on a new database: a file, or one on the server that TEST_MYSQL_URL names.
 * 16 connections send requests without pause: without a key, with forged secrets for the valid caller's own key id, and
 * with ids that do not exist; each in turn, twice. One more connection is the valid caller, whose times are printed.
 * Last, the server starts anew under a flood of forged keys, and 60 live keys arrive first thing.
 *
 * To hold: the valid caller's p99 under forged keys is at most 3 times that under no keys, no request with a live key is
 * refused, and all of the 60 are served.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ApiKeyToken } from '../src/auth/apiKeyToken';
import { readConfig } from '../src/config';
import { openDatabase } from '../src/database/openDatabase';
import { servicesOn } from './services';
import { startProcess } from '../tests/harness/serverProcess';
import { createTestDatabase } from '../tests/harness/testDatabase';
import { TestPlatform } from '../tests/harness/TestPlatform';

const CONNECTIONS = 16;
const LIVE_KEYS = 60;
const ROUNDS = 2;
const BODY = JSON.stringify({ query: '{ videos(first: 5) { nodes { id title } } }' });

type Credentials = 'no key' | 'live id' | 'unknown ids';
interface FloodOrder {
  address: string;
  credentials: Credentials;
  /** The key id that forged secrets are for. */
  keyId: string;
}

function post(address: string, agent: Agent, credential: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': BODY.length,
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
    };
    const outgoing = request(`${address}/graphql`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject);
    outgoing.end(BODY);
  });
}

/** In a thread of its own, so that making the flood does not delay the caller that is measured. */
async function flood({ address, credentials, keyId }: FloodOrder): Promise<void> {
  const statuses = new Map<number, number>();
  let stopped = false;
  parentPort?.once('message', () => (stopped = true));
  const connection = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopped) {
      const forged = credentials === 'live id' ? ApiKeyToken.rotate(keyId) : ApiKeyToken.generate();
      const status = await post(address, agent, credentials === 'no key' ? null : forged.reveal());
      if (statuses.size === 0) parentPort?.postMessage('begun');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  parentPort?.postMessage(statuses);
}

/** Runs `work` while a flood goes on, and gives what it gives and how the flood was answered. */
async function during<T>(
  order: FloodOrder,
  work: () => Promise<T>,
): Promise<{ result: T; answered: Map<number, number> }> {
  const worker = new Worker(__filename, { workerData: order, execArgv: ['-r', 'esbuild-register'] });
  await once(worker, 'message');
  const result = await work();
  worker.postMessage('stop');
  const [answered] = (await once(worker, 'message')) as [Map<number, number>];
  return { result, answered };
}

interface Times {
  requests: number;
  refused: number;
  p50: number;
  p99: number;
}

/** One caller, one request after the other. The first second is not counted: the server is only warming up. */
async function validCaller(address: string, key: string, seconds: number): Promise<Times> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const begun = performance.now();
  const times: number[] = [];
  let refused = 0;
  while (performance.now() < begun + (seconds + 1) * 1_000) {
    const sent = performance.now();
    if ((await post(address, agent, key)) !== 200) refused += 1;
    if (sent > begun + 1_000) times.push(performance.now() - sent);
  }
  agent.destroy();
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.floor(times.length * part)] ?? NaN;
  return { requests: times.length, refused, p50: quantile(0.5), p99: quantile(0.99) };
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 10);
  const testDatabase = await createTestDatabase();
  const config = readConfig({ DATABASE_URL: testDatabase.url });
  const database = await openDatabase({ url: config.DATABASE_URL, poolSize: config.LATCHKEY_DATABASE_POOL });
  await database.migrate();
  const services = servicesOn(database, config);
  const platform = await TestPlatform.create(services, '');
  const newKey = async (): Promise<string> =>
    (await platform.apiKey({ scopes: ['VIDEOS_READ'] })).credential ?? '';
  const key = await newKey();
  const liveKeys = await Promise.all(Array.from({ length: LIVE_KEYS }, newKey));
  await database.close();
  const settings = { NODE_ENV: 'production', LATCHKEY_LOG_LEVEL: 'info' } as const;

  let server = await startProcess(testDatabase.url, settings);
  const alone = await validCaller(server.address, key, seconds);
  console.log(`${'alone'.padEnd(12)} ${describe(alone)}`);
  for (let round = 0; round < ROUNDS; round += 1) {
    let withoutKey: Times | undefined;
    for (const credentials of ['no key', 'live id', 'unknown ids'] as const) {
      const order = { address: server.address, credentials, keyId: key.slice(3, 15) };
      const { result, answered } = await during(order, () => validCaller(server.address, key, seconds));
      withoutKey ??= result;
      const ratio = (result.p99 / withoutKey.p99).toFixed(2);
      const counts = [...answered].map(([status, count]) => `${status} x ${count}`).join(', ');
      console.log(`${credentials.padEnd(12)} ${describe(result)}  p99 ratio ${ratio}  flood: ${counts}`);
    }
  }
  await server.stop();

  server = await startProcess(testDatabase.url, settings);
  const begun = performance.now();
  const order = { address: server.address, credentials: 'live id', keyId: key.slice(3, 15) } as const;
  const agent = new Agent({ keepAlive: true });
  const { result } = await during(order, () =>
    Promise.all(liveKeys.map((live) => post(server.address, agent, live))),
  );
  agent.destroy();
  const served = result.filter((status) => status === 200).length;
  console.log(
    `after a restart: ${served} of ${LIVE_KEYS} served in ${Math.round(performance.now() - begun)} ms`,
  );
  await server.stop();
  await testDatabase.drop();
}

function describe({ requests, refused, p50, p99 }: Times): string {
  return `${String(requests).padStart(6)} requests, ${refused} refused  p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms`;
}

void (isMainThread ? main() : flood(workerData as FloodOrder));

/**
 * How long a cold start takes: from the spawn of the built server, over a database with the demo data, to its first 200
 * for a GraphQL query with a key, and to that of `/readyz`, each in processes of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemo, emptyDatabase, run } from './data';
import { cpuSeconds } from './processes';
import { latchkey, launch, stop } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { median, printTable } from './statistics';

const ROUNDS = setting('ROUNDS', 10);
const LIMIT_MS = 1_000;
const PORT = 4630;
const DATABASE = 'latchkey_bench_start';
const POLL_MS = 2;
const PATIENCE_MS = 30_000;

interface Setup {
  readonly name: string;
  readonly url: string;
  readonly environment: 'production' | 'development';
  readonly authorization: string;
}

interface Probe {
  readonly name: string;
  readonly path: string;
  /** Posted; a GET without one. */
  readonly body?: string;
}

const probes: readonly Probe[] = [
  {
    name: 'query',
    path: '/graphql',
    body: JSON.stringify({ query: '{ videos(first: 5) { nodes { id title } } }' }),
  },
  { name: 'readyz', path: '/readyz' },
];

interface Time {
  readonly ms: number;
  readonly cpuMs: number;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  const embedded = `sqlite:${join(folder, 'latchkey.db')}`;
  const server = await emptyDatabase(DATABASE_SERVER, DATABASE);
  try {
    const setups: Setup[] = [
      {
        name: 'server, production',
        url: server,
        environment: 'production',
        authorization: await createDemo(server),
      },
      {
        name: 'embedded, development',
        url: embedded,
        environment: 'development',
        authorization: await createDemo(embedded),
      },
    ];
    const times = new Map<string, Time[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const setup of setups) {
        for (const probe of probes) {
          const key = `${setup.name}: ${probe.name}`;
          times.set(key, [...(times.get(key) ?? []), await startUntil(setup, probe)]);
        }
      }
    }
    print(times);
  } finally {
    await run(DATABASE_SERVER, `DROP DATABASE ${DATABASE}`);
    rmSync(folder, { recursive: true });
  }
}

async function startUntil({ url, environment, authorization }: Setup, probe: Probe): Promise<Time> {
  const settings = { NODE_ENV: environment, LATCHKEY_DRAIN_MS: '0' };
  const begun = performance.now();
  const child = launch(latchkey, url, PORT, { cores: null, settings });
  try {
    for (;;) {
      const status = await ask(probe, authorization);
      const ms = performance.now() - begun;
      if (status === 200) return { ms, cpuMs: cpuSeconds(child.pid ?? NaN) * 1000 };
      if (status !== null && status !== 503) throw new Error(`${probe.path} answered ${status}.`);
      if (child.exitCode !== null || ms > PATIENCE_MS) throw new Error('The server did not start.');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    await stop(child);
  }
}

/** The status; null when nobody listens yet. */
function ask({ path, body }: Probe, authorization: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port: PORT,
      path,
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: { authorization, 'content-type': 'application/json' },
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    outgoing.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? null));
    });
    outgoing.end(body);
  });
}

function print(times: ReadonlyMap<string, readonly Time[]>): void {
  const rows = [...times].map(([name, starts]) => {
    const all = starts.map(({ ms }) => ms);
    const ms = median(all);
    return [
      name,
      ms.toFixed(0),
      `${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)}`,
      median(starts.map(({ cpuMs }) => cpuMs)).toFixed(0),
      LIMIT_MS.toFixed(0),
      ms <= LIMIT_MS ? 'held' : 'NOT HELD',
    ];
  });
  printTable([['first 200', 'ms', 'of all starts', 'CPU ms', 'at most', ''], ...rows]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

/**
 * What 1,000 requests a second take: cores for the API's processes, cores for the database server (on this machine), and
 * connections of the pools. One worker, then two; the operating system puts them where it likes, beside the load.
 */
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type BenchData, createData } from './data';
import { load, settled, targetOf } from './measure';
import { cpuSeconds, familyOf, pidOf } from './processes';
import { latchkey, type RunningServer, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { mean, printTable } from './statistics';
import { type Workload, workloadNamed } from './workloads';

const SECONDS = setting('SECONDS', 10);
const WARM_UP_SECONDS = 5;
const WORKERS = [1, 2];
const SAMPLE_MS = 50;
const PORT = 4640;
const METRICS_PORT = 4641;
const DATABASE = 'latchkey_bench_sizing';

const workloads = ['Q1', 'Q2'].map(workloadNamed);

/** What was busy, sampled. */
interface Busy {
  /** Connections that the API's processes held. */
  readonly pool: readonly number[];
  /** Statements that the database server was at. */
  readonly statements: readonly number[];
}

async function main(): Promise<void> {
  const data = await createData(DATABASE_SERVER, DATABASE);
  try {
    const databasePid = pidOf('mariadbd');
    const rows: string[][] = [];
    for (const workers of WORKERS) {
      const usual = { WORKERS: String(workers) };
      const cores = await onServer(data, usual, (server, workload) =>
        measureCores(server, databasePid, workload, data),
      );
      // Apart: to ask for metrics costs the server time.
      const watched = { ...usual, LATCHKEY_METRICS_PORT: String(METRICS_PORT) };
      const pools = await onServer(data, watched, (server, workload) => measurePool(server, workload, data));
      for (const [index, { name, title }] of workloads.entries())
        rows.push([String(workers), `${name}: ${title}`, ...(cores[index] ?? []), ...(pools[index] ?? [])]);
    }
    printTable([HEADINGS, ...rows]);
  } finally {
    await data.drop();
  }
}

const HEADINGS = [
  'workers',
  'workload',
  'requests/s',
  'API cores per 1,000/s',
  'database cores per 1,000/s',
  'requests/s with metrics',
  'connections held: mean',
  'peak',
  'per 1,000/s',
  'statements at the database: mean',
  'peak',
];

/** Each workload on one server, after a warm-up. */
async function onServer(
  data: BenchData,
  settings: NodeJS.ProcessEnv,
  work: (server: RunningServer, workload: Workload) => Promise<string[]>,
): Promise<string[][]> {
  const server = await start(latchkey, data.url, PORT, { cores: null, settings });
  try {
    const results: string[][] = [];
    for (const workload of workloads) {
      await load(targetOf(server, data), workload, data.ids, WARM_UP_SECONDS);
      await settled();
      results.push(await work(server, workload));
      await settled();
    }
    return results;
  } finally {
    await server.stop();
  }
}

async function measureCores(
  server: RunningServer,
  databasePid: number,
  workload: Workload,
  data: BenchData,
): Promise<string[]> {
  const spent = (): { api: number; database: number } => ({
    api: familyOf(server.pid).reduce((sum, pid) => sum + cpuSeconds(pid), 0),
    database: cpuSeconds(databasePid),
  });
  const before = spent();
  const result = await load(targetOf(server, data), workload, data.ids, SECONDS);
  const after = spent();
  // Cores by requests a second: the seconds cancel out.
  const per1000 = (seconds: number): string => ((seconds * 1_000) / result['2xx']).toFixed(2);
  return [
    result.requests.average.toFixed(0),
    per1000(after.api - before.api),
    per1000(after.database - before.database),
  ];
}

async function measurePool(server: RunningServer, workload: Workload, data: BenchData): Promise<string[]> {
  const loaded = load(targetOf(server, data), workload, data.ids, SECONDS);
  const { pool, statements } = await busyDuring(loaded);
  const rate = (await loaded).requests.average;
  return [
    rate.toFixed(0),
    mean(pool).toFixed(1),
    String(Math.max(...pool)),
    (mean(pool) / (rate / 1_000)).toFixed(1),
    mean(statements).toFixed(1),
    String(Math.max(...statements)),
  ];
}

async function busyDuring(work: Promise<unknown>): Promise<Busy> {
  const connection = await createConnection(DATABASE_SERVER.replace(/^mariadb:/, 'mysql:'));
  const busy = { pool: [] as number[], statements: [] as number[] };
  let isOver = false;
  const done = work.finally(() => (isOver = true)).catch(() => undefined);
  while (!isOver) {
    busy.pool.push(await connectionsHeld());
    const [[row]] = await connection.query<(RowDataPacket & { running: number })[]>(
      "SELECT COUNT(*) AS running FROM information_schema.processlist WHERE db = ? AND command <> 'Sleep'",
      [DATABASE],
    );
    busy.statements.push(row?.running ?? NaN);
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  await done;
  await connection.end();
  return busy;
}

/** Of all workers together. @throws Error when the metric is not there */
async function connectionsHeld(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`);
  const value = /^latchkey_database_connections_in_use (\d+)$/m.exec(await response.text())?.[1];
  if (value === undefined) throw new Error('The server does not tell how many connections are in use.');
  return Number(value);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

import { type BenchData, createData } from './data';
import { measure, type Measurement, settled, type Target, together, warmUp } from './measure';
import { latchkey, type RunningServer, type ServerKind, servers, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { median, printTable } from './statistics';
import { type Workload, workloads } from './workloads';

const ROUNDS = setting('ROUNDS', 3);
/** Of one slice. */
const SECONDS = setting('SECONDS', 2);
const SLICES = 3;

/** What one workload took on each server in one round. */
type Round = ReadonlyMap<ServerKind, Measurement>;

/**
 * Latchkey and its peers on MariaDB. One at a time is under load, for short slices in turn, so that what else the machine
 * does falls on all of them alike; each round starts them anew. Prints the medians of the rounds, and Latchkey's CPU time
 * a request as a share of each peer's: the median of the rounds' own shares.
 */
async function main(): Promise<void> {
  const data = await createData(DATABASE_SERVER, 'latchkey_bench');
  const rounds = new Map<Workload, Round[]>(workloads.map((workload) => [workload, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    const running = new Map<ServerKind, RunningServer>();
    for (const [index, kind] of servers.entries())
      running.set(kind, await start(kind, data.url, 4600 + index));
    for (const workload of workloads) rounds.get(workload)?.push(await compare(workload, running, data));
    for (const server of running.values()) await server.stop();
    console.log(`round ${round} of ${ROUNDS}`);
  }
  await data.drop();
  print(rounds);
}

async function compare(
  workload: Workload,
  running: ReadonlyMap<ServerKind, RunningServer>,
  data: BenchData,
): Promise<Round> {
  const targets = new Map(
    [...running].map(([kind, server]) => [
      kind,
      { ...server, authorization: kind.sendsKey ? data.authorization : undefined },
    ]),
  );
  const slice = async (target: Target): Promise<Measurement> => {
    await data.resetVersions();
    const measured = await measure(target, workload, data.ids, SECONDS);
    await settled();
    return measured;
  };
  for (const target of targets.values()) await warmUp(target, workload, data);
  const slices = new Map<ServerKind, Measurement[]>(servers.map((kind) => [kind, []]));
  for (let index = 0; index < SLICES; index += 1) {
    for (const [kind, target] of targets) slices.get(kind)?.push(await slice(target));
  }
  return new Map([...slices].map(([kind, measured]) => [kind, together(measured)]));
}

function print(rounds: ReadonlyMap<Workload, readonly Round[]>): void {
  const rows = [...rounds].flatMap(([workload, all]) => servers.map((kind) => rowOf(workload, kind, all)));
  printTable([HEADINGS, ...rows]);
}

const HEADINGS = [
  'workload',
  'server',
  'CPU ms',
  'req/s',
  'p50 ms',
  'p99 ms',
  'RSS MB',
  'latchkey / it',
  'of the rounds',
];

function rowOf({ name, title }: Workload, kind: ServerKind, rounds: readonly Round[]): string[] {
  const middle = (value: (measured: Measurement) => number): number =>
    median(rounds.map((round) => valueOf(round, kind, value)));
  const shares = rounds.map((round) => {
    const cpuOf = (one: ServerKind): number => valueOf(round, one, (it) => it.cpuMsPerRequest);
    return cpuOf(latchkey) / cpuOf(kind);
  });
  return [
    `${name}: ${title}`,
    kind.name,
    middle((it) => it.cpuMsPerRequest).toFixed(3),
    middle((it) => it.requestsPerSecond).toFixed(0),
    middle((it) => it.p50Ms).toFixed(1),
    middle((it) => it.p99Ms).toFixed(1),
    middle((it) => it.rssMb).toFixed(0),
    median(shares).toFixed(2),
    `${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}`,
  ];
}

/** @throws Error when the round did not measure it */
function valueOf(round: Round, kind: ServerKind, value: (measured: Measurement) => number): number {
  const measured = round.get(kind);
  if (measured === undefined) throw new Error(`${kind.name} was not measured.`);
  return value(measured);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

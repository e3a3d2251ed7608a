/**
 * What authentication and the access check cost: CPU time of the server by request, with them and with them taken
 * out (`withoutAuth.ts`), and the difference as a share of the whole.
 *
 * Both servers are on the first core, and one is under load at a time, for a short slice, in turn. Each round starts them
 * anew, because two processes of one program differ by how they happened to be compiled.
 */
import { join } from 'node:path';
import { type BenchData, createData } from './data';
import { measure, type Measurement, settled, targetOf } from './measure';
import { latchkey, root, type RunningServer, type ServerKind, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { mean, median, printTable } from './statistics';
import { workloadNamed } from './workloads';

const ROUNDS = setting('ROUNDS', 5);
/** Of one slice. */
const SECONDS = setting('SECONDS', 2);
const SLICES = 3;
const WARM_UP_SECONDS = 3;

/** How much of the CPU time authentication and check may be, at most. */
const LIMITS = { Q1: 0.25, Q2: 0.1, Q2v: 0.1, Q3: 0.1 } as const;
type Name = keyof typeof LIMITS;
const names = Object.keys(LIMITS) as Name[];

/** CPU time in milliseconds by request, of one round. */
interface Costs {
  readonly with: number;
  readonly without: number;
}

async function main(): Promise<void> {
  const data = await createData(DATABASE_SERVER, 'latchkey_bench_auth');
  try {
    const costs = new Map<Name, Costs[]>(names.map((name) => [name, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [name, cost] of await measureRound(data)) costs.get(name)?.push(cost);
      console.log(`round ${round} of ${ROUNDS}`);
    }
    print(costs);
  } finally {
    await data.drop();
  }
}

/** Both run from the sources: in the built program the modules are one file, of which none can be taken out. */
const fromSources = (...preloaded: string[]): string[] =>
  ['esbuild-register', ...preloaded].flatMap((file) => ['-r', file]).concat(join(root, 'src/main.ts'));
const withAuth: ServerKind = { ...latchkey, argv: fromSources() };
const withoutAuth: ServerKind = {
  ...latchkey,
  name: 'without authentication',
  argv: fromSources(join(__dirname, 'withoutAuth.ts')),
};

async function measureRound(data: BenchData): Promise<Map<Name, Costs>> {
  const whole = await start(withAuth, data.url, 4610);
  const bare = await start(withoutAuth, data.url, 4611);
  try {
    await requireDifference(whole, bare, data.authorization);
    const costs = new Map<Name, Costs>();
    for (const name of names) costs.set(name, await compare(name, whole, bare, data));
    return costs;
  } finally {
    await whole.stop();
    await bare.stop();
  }
}

async function compare(
  name: Name,
  whole: RunningServer,
  bare: RunningServer,
  data: BenchData,
): Promise<Costs> {
  const slice = async (server: RunningServer, seconds: number): Promise<Measurement> => {
    const measured = await measure(targetOf(server, data), workloadNamed(name), data.ids, seconds);
    await settled();
    return measured;
  };
  for (const server of [whole, bare]) await slice(server, WARM_UP_SECONDS);
  const slices = { with: [] as Measurement[], without: [] as Measurement[] };
  for (let index = 0; index < SLICES; index += 1) {
    slices.with.push(await slice(whole, SECONDS));
    slices.without.push(await slice(bare, SECONDS));
  }
  return { with: cpuMsPerRequest(slices.with), without: cpuMsPerRequest(slices.without) };
}

function cpuMsPerRequest(slices: readonly Measurement[]): number {
  const requests = mean(slices.map((slice) => slice.requests));
  return mean(slices.map((slice) => slice.cpuMsPerRequest * slice.requests)) / requests;
}

/** @throws Error unless the one refuses who has no key and what the key may not do, and the other lets both through */
async function requireDifference(
  whole: RunningServer,
  bare: RunningServer,
  authorization: string,
): Promise<void> {
  const videos = '{ videos(first: 1) { nodes { id } } }';
  const members = '{ members(first: 1) { nodes { id } } }';
  const cases = [
    { server: whole, query: videos, key: authorization, expected: 200 },
    { server: whole, query: videos, key: undefined, expected: 401 },
    { server: whole, query: members, key: authorization, expected: 403 },
    // The first one with a key is the one that all are taken for.
    { server: bare, query: videos, key: authorization, expected: 200 },
    { server: bare, query: videos, key: undefined, expected: 200 },
    { server: bare, query: members, key: authorization, expected: 200 },
  ];
  for (const { server, query, key, expected } of cases) {
    const { status } = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: key }) },
      body: JSON.stringify({ query }),
    });
    if (status !== expected)
      throw new Error(`${server === bare ? 'Without' : 'With'} authentication, ${query} got ${status}.`);
  }
}

function print(costs: ReadonlyMap<Name, readonly Costs[]>): void {
  const rows = [...costs].map(([name, rounds]) => {
    const shares = rounds.map((round) => (round.with - round.without) / round.with);
    const share = median(shares);
    return [
      `${name}: ${workloadNamed(name).title}`,
      median(rounds.map((round) => round.with)).toFixed(3),
      median(rounds.map((round) => round.without)).toFixed(3),
      percent(share),
      `${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`,
      percent(LIMITS[name]),
      share <= LIMITS[name] ? 'held' : 'NOT HELD',
    ];
  });
  printTable([['workload', 'CPU ms with', 'without', 'share', 'of the rounds', 'at most', ''], ...rows]);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

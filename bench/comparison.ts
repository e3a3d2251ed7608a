import { join } from 'node:path';
import { type BenchData, createData } from './data';
import { keepOffFirstCore } from './databaseCores';
import { measure, type Measurement, settled, targetOf, together, warmUp } from './measure';
import { latchkey, root, type RunningServer, type ServerKind, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { median } from './statistics';
import { workloadNamed } from './workloads';

const ROUNDS = setting('ROUNDS', 5);
/** Of one slice. */
const SECONDS = setting('SECONDS', 2);
const SLICES = 4;

/** CPU time in milliseconds by request, of one round. */
export interface Costs {
  readonly whole: number;
  readonly without: number;
}

interface Comparison<Name extends string> {
  readonly names: readonly Name[];
  /** A file of the bench, loaded before the program: takes one thing out of it. */
  readonly takenOutBy: string;
  /** Throws unless the two servers differ in that. */
  readonly requireDifference?: (
    whole: RunningServer,
    without: RunningServer,
    data: BenchData,
  ) => Promise<void>;
}

/**
 * The same sources twice: as they are, and with something taken out. Both servers are on the first core, the database and
 * the load on the others, and one is under load at a time, for a short slice, in turn. Each round starts them anew, because
 * two processes of one program differ by how they happened to be compiled. Both run from the sources: in the built program
 * the modules are one file, of which none can be taken out.
 */
export async function compare<Name extends string>(
  comparison: Comparison<Name>,
): Promise<ReadonlyMap<Name, readonly Costs[]>> {
  const { names, takenOutBy } = comparison;
  keepOffFirstCore(DATABASE_SERVER);
  const data = await createData(DATABASE_SERVER, 'latchkey_bench_comparison');
  try {
    const costs = new Map<Name, Costs[]>(names.map((name) => [name, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      const whole = await start(fromSources(), data.url, 4610);
      const without = await start(fromSources(join(__dirname, takenOutBy)), data.url, 4611);
      try {
        await comparison.requireDifference?.(whole, without, data);
        for (const name of names) costs.get(name)?.push(await compareOne(name, { whole, without }, data));
      } finally {
        await whole.stop();
        await without.stop();
      }
      console.log(`round ${round} of ${ROUNDS}`);
    }
    return costs;
  } finally {
    await data.drop();
  }
}

function fromSources(...preloaded: string[]): ServerKind {
  const loaded = ['esbuild-register', ...preloaded].flatMap((file) => ['-r', file]);
  return { ...latchkey, argv: [...loaded, join(root, 'src/main.ts')] };
}

async function compareOne(
  name: string,
  servers: { whole: RunningServer; without: RunningServer },
  data: BenchData,
): Promise<Costs> {
  const workload = workloadNamed(name);
  const targets = [targetOf(servers.whole, data), targetOf(servers.without, data)];
  for (const target of targets) await warmUp(target, workload, data);
  const slices = targets.map((): Measurement[] => []);
  for (let slice = 0; slice < SLICES; slice += 1) {
    for (const [index, target] of targets.entries()) {
      await data.resetVersions();
      slices[index]?.push(await measure(target, workload, data.ids, SECONDS));
      await settled();
    }
  }
  const [whole = NaN, without = NaN] = slices.map((measured) => together(measured).cpuMsPerRequest);
  return { whole, without };
}

/** The cells that say what was taken out costs, as a share of the whole: the medians of the rounds, and their span. */
export function costCells(name: string, rounds: readonly Costs[]): { cells: string[]; share: number } {
  const shares = rounds.map(({ whole, without }) => (whole - without) / whole);
  const share = median(shares);
  return {
    share,
    cells: [
      `${name}: ${workloadNamed(name).title}`,
      median(rounds.map(({ whole }) => whole)).toFixed(3),
      median(rounds.map(({ without }) => without)).toFixed(3),
      percent(share),
      `${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`,
    ],
  };
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

import { buildSchema } from '../../src/schema';
import { DATABASE_SERVER, setting } from '../settings';
import { median } from '../statistics';
import { deepCursor } from './deepPlaces';
import { fillDatabase, writeWords } from './fill';
import { listProbes } from './listProbes';
import { otherProbes } from './otherProbes';
import { type Plan, planOf } from './plans';
import { type Probe, type Sample } from './Probe';
import { failures, printHeader, printPlans, printResult, type Result } from './report';
import { Side } from './Side';

const SAMPLES = setting('SAMPLES', 15);
/** Only the probes whose names match. */
const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');
const WARM_UPS = 3;

/** A probe with what it sends on each of the platforms, the small one first. */
interface Prepared {
  readonly probe: Probe;
  readonly variables: readonly [object, object];
  readonly plans: readonly [readonly Plan[], readonly Plan[]];
}

/** The same requests to a small and a large platform. Prints how much longer the large one takes, and why. */
async function main(): Promise<void> {
  const small = await fillDatabase(DATABASE_SERVER, 'latchkey_bench_scale_small', false);
  const large = await fillDatabase(DATABASE_SERVER, 'latchkey_bench_scale', true);
  if (large.fillSeconds !== null) console.log(`Filled in ${large.fillSeconds.toFixed(0)} s.`);
  const began = performance.now();
  for (const { url } of [small, large]) await writeWords(url);
  console.log(`Words written in ${((performance.now() - began) / 1_000).toFixed(0)} s.\n`);
  const { schema } = buildSchema({ production: true });
  const probes = [...otherProbes(), ...listProbes(schema)].filter(({ name }) => ONLY.test(name));
  const sides = [await Side.open(small), await Side.open(large)] as const;
  const results: Result[] = [];
  printHeader();
  try {
    for (const probe of probes) {
      const prepared = await prepare(sides, probe);
      if (prepared === null) continue;
      const result = await measure(sides, prepared);
      printResult(result);
      results.push(result);
    }
  } finally {
    for (const side of sides) await side.close();
  }
  printPlans(results);
  if (failures(results).length > 0) process.exitCode = 1;
}

/** Null for the middle of a list that has one page only. */
async function prepare(sides: readonly [Side, Side], probe: Probe): Promise<Prepared | null> {
  const [small, large] = [await prepareOn(sides[0], probe), await prepareOn(sides[1], probe)];
  if (small === null || large === null) return null;
  return {
    probe,
    variables: [small.variables, large.variables],
    plans: [small.plans, large.plans],
  };
}

async function prepareOn(side: Side, probe: Probe): Promise<{ variables: object; plans: Plan[] } | null> {
  let variables: Record<string, unknown> = await lookUp(side, probe.variables);
  let looked = await side.look(probe, variables);
  if (probe.deep !== undefined) {
    const after = await deepCursor(side, probe, looked.answer, looked.statements);
    if (after === null) return null;
    variables = { ...variables, after };
    looked = await side.look(probe, variables);
  }
  const plans: Plan[] = [];
  for (const statement of looked.statements) plans.push(await planOf(side.connection, statement));
  return { variables, plans };
}

async function lookUp(side: Side, variables: Probe['variables']): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [name, sample] of Object.entries(variables)) {
    found[name] = isSample(sample) ? await valueOf(side, sample) : await lookUp(side, sample);
  }
  return found;
}

function isSample(sample: Sample | Readonly<Record<string, Sample>>): sample is Sample {
  return 'sql' in sample || 'value' in sample;
}

async function valueOf(side: Side, sample: Sample): Promise<unknown> {
  if ('value' in sample) return sample.value;
  const row = await side.first<Record<string, unknown>>(sample.sql);
  if (row === undefined) throw new Error(`Nothing to look for: ${sample.sql}`);
  return Object.values(row)[0];
}

/** Looks a second and longer time at what seems to take too long: a busy machine takes its time, too. */
async function measure(sides: readonly [Side, Side], prepared: Prepared): Promise<Result> {
  const first = await timed(sides, prepared, SAMPLES);
  const { limit } = prepared.probe;
  return limit === null ||
    first.largeMs <= limit * first.smallMs ||
    first.largeMs === Number.POSITIVE_INFINITY
    ? first
    : timed(sides, prepared, 3 * SAMPLES);
}

/** One request at a time, to either platform in turn, so that no request waits for another. */
async function timed(
  sides: readonly [Side, Side],
  { probe, variables, plans }: Prepared,
  samples: number,
): Promise<Result> {
  const times: [number[], number[]] = [[], []];
  for (let sample = -WARM_UPS; sample < samples; sample += 1) {
    for (const place of [0, 1] as const) {
      const ms = await sides[place].time(probe, variables[place]);
      if (sample >= 0) times[place].push(ms);
    }
    // What takes seconds needs no more samples than it takes to see it.
    if (sample >= 2 && Math.min(...times[1]) > 1_000) break;
  }
  return {
    probe,
    smallMs: median(times[0]),
    largeMs: median(times[1]),
    smallRows: rowsRead(plans[0]),
    largeRows: rowsRead(plans[1]),
    plans: plans[1],
  };
}

const rowsRead = (plans: readonly Plan[]): number => plans.reduce((sum, plan) => sum + plan.rowsRead, 0);

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

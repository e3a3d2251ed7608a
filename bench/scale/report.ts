import { type Plan } from './plans';
import { type Probe, SEARCH_LIMIT } from './Probe';

/** What a probe came to on the small and the large platform. */
export interface Result {
  readonly probe: Probe;
  readonly smallMs: number;
  readonly largeMs: number;
  /** Rows and index entries that the statements read. */
  readonly smallRows: number;
  readonly largeRows: number;
  /** The large platform's. */
  readonly plans: readonly Plan[];
}

/** A list that reads more than this, and more than thrice what the small platform's does, walks through its platform. */
const MANY_ROWS = 2_000;

export function printHeader(): void {
  console.log('| what | small ms | large ms | ratio | limit | small rows | large rows | ok |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
}

export function printResult(result: Result): void {
  const { probe, smallMs, largeMs, smallRows, largeRows } = result;
  const cells = [
    probe.name,
    smallMs.toFixed(2),
    largeMs.toFixed(2),
    (largeMs / smallMs).toFixed(2),
    probe.limit ?? '–',
    smallRows,
    largeRows,
    verdict(result),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

/** The plans, and what is beyond its limit. */
export function printPlans(results: readonly Result[]): void {
  console.log('\nPlans on the large platform: table | type | key | rows | extra');
  for (const { probe, plans } of results) {
    console.log(`\n${probe.name}`);
    for (const { steps, rowsRead } of plans) {
      for (const step of steps) console.log(`  ${step}`);
      console.log(`  read ${rowsRead} rows`);
    }
  }
  const failed = failures(results);
  console.log(`\n${results.length - failed.length} of ${results.length} within their limits.`);
  for (const result of failed) console.log(`  ${result.probe.name}: ${verdict(result)}`);
}

export function failures(results: readonly Result[]): readonly Result[] {
  return results.filter((result) => result.probe.limit !== null && verdict(result) !== 'yes');
}

function verdict(result: Result): string {
  const { probe, smallMs, largeMs } = result;
  if (probe.limit === null) return 'shown only';
  const wrong = [
    ...(largeMs > probe.limit * smallMs ? ['takes too long'] : []),
    ...(isScan(result) ? ['scans'] : []),
  ];
  return wrong.length === 0 ? 'yes' : wrong.join(', ');
}

/** Searching may read more, within its limit of time. */
function isScan({ probe, smallRows, largeRows, plans }: Result): boolean {
  if (probe.limit !== null && probe.limit >= SEARCH_LIMIT) return false;
  const readsMore = largeRows > MANY_ROWS && largeRows > 3 * smallRows;
  return readsMore || plans.some(({ scanned, rowsRead }) => scanned.length > 0 && rowsRead > MANY_ROWS);
}

/**
 * What authentication and the access check cost: CPU time of the server by request, with them and with them taken
 * out (`withoutAuth.ts`), and the difference as a share of the whole.
 */
import { compare, costCells, percent } from './comparison';
import { type BenchData } from './data';
import { type RunningServer } from './servers';
import { printTable } from './statistics';

/** How much of the CPU time authentication and check may be, at most. */
const LIMITS = { Q1: 0.25, Q2: 0.1, Q2v: 0.1, Q3: 0.1 } as const;
type Name = keyof typeof LIMITS;

async function main(): Promise<void> {
  const costs = await compare({
    names: Object.keys(LIMITS) as Name[],
    takenOutBy: 'withoutAuth.ts',
    requireDifference,
  });
  const rows = [...costs].map(([name, rounds]) => {
    const { cells, share } = costCells(name, rounds);
    const limit = LIMITS[name];
    return [...cells, percent(limit), share <= limit ? 'held' : 'NOT HELD'];
  });
  printTable([['workload', 'CPU ms with', 'without', 'share', 'of the rounds', 'at most', ''], ...rows]);
}

/** @throws Error unless the one refuses who has no key and what the key may not do, and the other lets both through */
async function requireDifference(
  whole: RunningServer,
  without: RunningServer,
  { authorization }: BenchData,
): Promise<void> {
  const videos = '{ videos(first: 1) { nodes { id } } }';
  const members = '{ members(first: 1) { nodes { id } } }';
  const cases = [
    { server: whole, query: videos, key: authorization, expected: 200 },
    { server: whole, query: videos, key: undefined, expected: 401 },
    { server: whole, query: members, key: authorization, expected: 403 },
    // The first one with a key is the one that all are taken for.
    { server: without, query: videos, key: authorization, expected: 200 },
    { server: without, query: videos, key: undefined, expected: 200 },
    { server: without, query: members, key: authorization, expected: 200 },
  ];
  for (const { server, query, key, expected } of cases) {
    const { status } = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: key }) },
      body: JSON.stringify({ query }),
    });
    if (status !== expected)
      throw new Error(`${server === without ? 'Without' : 'With'} authentication, ${query} got ${status}.`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

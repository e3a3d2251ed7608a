/**
 * What the planned executor saves, or costs: CPU time of the server by request, with it and with graphql-js in its place
 * (`withoutPlans.ts`). A stream of documents that nobody sent before is to cost no more.
 */
import { compare, costCells } from './comparison';
import { firstSight } from './firstSight';
import { printTable } from './statistics';

async function main(): Promise<void> {
  const costs = await compare({ names: ['U1', 'Q1', 'Q2v', 'Q3'], takenOutBy: 'withoutPlans.ts' });
  const rows = [...costs].map(([name, rounds]) => costCells(name, rounds).cells);
  printTable([['workload', 'CPU ms with', 'graphql-js', 'what plans cost', 'of the rounds'], ...rows]);
  const { planned, alone } = firstSight();
  console.log(
    `One execution of a new document: ${planned.toFixed(1)} µs with, ${alone.toFixed(1)} by graphql-js.`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

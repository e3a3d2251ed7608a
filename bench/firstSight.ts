import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as graphql from 'graphql';
import { createPlannedExecutor } from '../src/execution/plannedExecutor';
import { root } from './servers';
import { median } from './statistics';

// The program's: the bench has one of its own, whose schemas are not these.
const { buildSchema, execute, parse } = createRequire(join(root, 'package.json'))(
  'graphql',
) as typeof graphql;

const DOCUMENTS = 20_000;
const ROUNDS = 30;
const WARM_UPS = 5;

/** Microseconds of CPU time by execution. */
export interface FirstSight {
  readonly planned: number;
  readonly alone: number;
}

/**
 * What it takes to execute U1's document when nobody sent it before, with the planned executor and by graphql-js alone: in
 * one process, in turn, for two processes of one program differ by more.
 */
export function firstSight(): FirstSight {
  const schema = buildSchema(
    'type Query { video(id: ID!): Video } type Video { id: ID! title: String! slug: String! }',
  );
  const rootValue = { video: () => ({ id: '1', title: 'Title', slug: 'slug' }) };
  const planned = createPlannedExecutor({ schema });
  const cpuOf = (run: (args: graphql.ExecutionArgs) => unknown): number => {
    const documents = Array.from({ length: DOCUMENTS }, (_, n) =>
      parse(`{ video(id: "${n}") { id title nr${n}: slug } }`),
    );
    const before = process.cpuUsage();
    for (const document of documents) run({ schema, document, rootValue });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / DOCUMENTS;
  };
  const times = Array.from({ length: ROUNDS }, () => ({
    planned: cpuOf((args) => planned.execute(args)),
    alone: cpuOf(execute),
  })).slice(WARM_UPS);
  return { planned: median(times.map((one) => one.planned)), alone: median(times.map((one) => one.alone)) };
}

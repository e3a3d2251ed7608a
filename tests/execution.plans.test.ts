import {
  buildSchema,
  execute,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLResolveInfo,
} from 'graphql';
import { buildExecutionContext } from 'graphql/execution/execute';
import * as collecting from 'graphql/execution/collectFields';
import {
  createPlannedExecutor,
  type PlannedExecutor,
  type PlannedExecutorOptions,
} from '../src/execution/plannedExecutor';
import { DocumentPlan } from '../src/execution/plan';
import { PlanCache } from '../src/execution/planCache';
import { CORPUS } from './execution/corpus';
import { handleAbandonedItems, observe } from './execution/observe';
import { trialSchema } from './execution/trialSchema';

const schema = buildSchema(`
  interface Node { id: Int node: Node }
  type A implements Node { id: Int node: Node a: Int }
  type B implements Node { id: Int node: Node b: Int }
  type Query { n: Int node: Node list(ids: [Int] = [1]): [Int!] args(n: Int = 1, list: [Int]): Int }
  type Mutation { n: Int }
  type Subscription { n: Int }
`);

interface Planned {
  /** For operations whose resolvers all answer at once. */
  run: (args: ExecutionArgs) => ExecutionResult;
  execute: PlannedExecutor['execute'];
  fallbacks: string[];
}

function create(options: Partial<PlannedExecutorOptions> = {}): Planned {
  const fallbacks: string[] = [];
  const planned = createPlannedExecutor({
    schema,
    onFallback: (reason) => fallbacks.push(reason),
    ...options,
  });
  return { run: (args) => planned.execute(args) as ExecutionResult, execute: planned.execute, fallbacks };
}

/** How many times fields were collected while `run` ran: nought when a finished plan serves it. */
function collections(run: () => void): number {
  const spies = [jest.spyOn(collecting, 'collectFields'), jest.spyOn(collecting, 'collectSubfields')];
  run();
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  spies.forEach((spy) => spy.mockRestore());
  return count;
}

function deepFreeze(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  Object.freeze(value);
  Object.values(value).forEach((part) => deepFreeze(part, seen));
}

const rootValue = { n: 1, node: { __typename: 'A', id: 1, node: { __typename: 'B', id: 2 } }, list: [1, 2] };

describe('which documents get a plan', () => {
  test('one that repeats, from its second sight on', () => {
    const { run, fallbacks } = create();
    const document = parse('{ n node { id } }');
    const once = (): unknown => run({ schema, document, rootValue });
    once();
    expect(fallbacks).toEqual(['first-sight']);
    expect(collections(once)).toBe(2);
    expect(collections(once)).toBe(0);
    expect(fallbacks).toEqual(['first-sight']);
  });

  test('none of a stream of unique documents, and what is planned already stays', () => {
    const { run, fallbacks } = create({ maxPlans: 4 });
    const kept = parse('{ n }');
    run({ schema, document: kept });
    run({ schema, document: kept });
    fallbacks.length = 0;
    for (let n = 0; n < 1_000; n += 1) run({ schema, document: parse(`{ args(n: ${n}) }`) });
    expect(fallbacks).toEqual(Array.from({ length: 1_000 }, () => 'first-sight'));
    expect(collections(() => run({ schema, document: kept }))).toBe(0);
  });

  test('an equal document that was parsed again is another document', () => {
    const { run, fallbacks } = create();
    run({ schema, document: parse('{ n }') });
    run({ schema, document: parse('{ n }') });
    expect(fallbacks).toEqual(['first-sight', 'first-sight']);
  });

  test.each([
    ['a subscription', 'subscription { n }', 'operation-type'],
    [
      'an operation in a document with a subscription',
      'query A { n } subscription B { n }',
      'operation-type',
    ],
  ])('never %s', (_what, source, reason) => {
    const { run, fallbacks } = create();
    const args = {
      schema,
      document: parse(source),
      operationName: source.startsWith('query') ? 'A' : null,
      rootValue,
    };
    const answers = [run(args), run(args), run(args)];
    expect(fallbacks).toEqual(['first-sight', reason, reason]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => execute(args)));
  });

  test('never an operation that the schema has no type for', () => {
    const queries = buildSchema('type Query { n: Int }');
    const { run, fallbacks } = create({ schema: queries });
    const args = { schema: queries, document: parse('mutation { n }') };
    run(args);
    expect(run(args)).toEqual(execute(args));
    expect(fallbacks).toEqual(['first-sight', 'operation-type']);
  });

  test('none under another schema', () => {
    const { run, fallbacks } = create();
    const other = buildSchema('type Query { n: String }');
    const args = { schema: other, document: parse('{ n }'), rootValue };
    run(args);
    expect(run(args)).toEqual({ data: { n: '1' } });
    expect(fallbacks).toEqual(['other-schema', 'other-schema']);
  });

  test('no document, or none that can be read, is an error of graphql-js', () => {
    const { run } = create();
    const args = { schema, document: undefined as unknown as DocumentNode };
    for (let time = 0; time < 3; time += 1) expect(() => run(args)).toThrow('Must provide document.');
  });
});

describe('what plans may hold', () => {
  const documents = (count: number): DocumentNode[] =>
    Array.from({ length: count }, (_, n) => parse(`{ a${n}: n b: node { id } }`));

  test('as many plans as allowed; the one that is used stays', () => {
    const { run } = create({ maxPlans: 8 });
    const [kept, ...others] = documents(40) as [DocumentNode, ...DocumentNode[]];
    const twice = (document: DocumentNode): void => {
      run({ schema, document, rootValue });
      run({ schema, document, rootValue });
    };
    twice(kept);
    for (const document of others) {
      twice(document);
      expect(collections(() => run({ schema, document: kept, rootValue }))).toBe(0);
    }
    const again = others.map((document) => collections(() => run({ schema, document, rootValue })));
    expect(again.filter((count) => count === 0).length).toBeLessThanOrEqual(8);
  });

  test('as many fields as allowed', () => {
    const { run } = create({ maxFields: 160 });
    const all = documents(100);
    for (let time = 0; time < 2; time += 1) all.forEach((document) => run({ schema, document, rootValue }));
    const again = all.map((document) => collections(() => run({ schema, document, rootValue })));
    // Each plan counts four: three fields and its combination of conditions.
    expect(again.filter((count) => count === 0).length).toBeLessThanOrEqual(40);
  });

  test('a cache never holds more than its bounds, whatever is asked of it', () => {
    const documentsHeld = documents(200);
    const cache = new PlanCache<{ fields: number }>(10, 100);
    for (const document of documentsHeld) {
      cache.set(document, { fields: 3 });
      cache.get(documentsHeld[0]!);
    }
    expect(documentsHeld.filter((document) => cache.get(document) !== undefined).length).toBeLessThanOrEqual(
      12,
    );
  });

  test('a document that is too large alone is served by graphql-js', () => {
    const { run, fallbacks } = create({ maxFields: 160 });
    const document = parse(`{ ${Array.from({ length: 11 }, (_, n) => `f${n}: n`).join(' ')} }`);
    const args = { schema, document, rootValue };
    const answers = [run(args), run(args), run(args), run(args)];
    expect(fallbacks).toEqual(['first-sight', 'too-large', 'too-large']);
    expect(answers).toEqual(Array.from({ length: 4 }, () => execute(args)));
  });

  test('combinations of conditions are forgotten when they become many, and planned anew when asked for', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const declared = names.map((name) => `$${name}: Boolean!`).join();
    const document = parse(
      `query (${declared}) { ${names.map((name) => `${name}: n @skip(if: $${name})`).join(' ')} }`,
    );
    let told = 0;
    const plan = new DocumentPlan(20, (fields) => (told += fields));
    const keysOf = (bits: number): string[] => {
      const variableValues = Object.fromEntries(
        names.map((name, index) => [name, (bits & (1 << index)) !== 0]),
      );
      const context = buildExecutionContext({ schema, document, variableValues });
      if (!('schema' in context)) throw new Error('The variables are bad.');
      return plan.rootSelection(schema.getQueryType()!, context).map(({ key }) => key);
    };
    for (let bits = 0; bits < 128; bits += 1) {
      expect(keysOf(bits % 64)).toEqual(names.filter((_name, index) => (bits & (1 << index)) === 0));
      expect(plan.fields).toBeLessThanOrEqual(20);
    }
    // Every combination counts one, and every field of it; each was planned in both rounds.
    expect(told).toBe(2 * (64 + 64 * 3));
    expect(plan.tooLarge).toBe(false);
  });
});

describe('a plan leaves no trace', () => {
  let restore: () => void;
  beforeAll(() => {
    restore = handleAbandonedItems();
  });
  afterAll(() => restore());

  test('in the document', async () => {
    const trial = trialSchema();
    const { execute: run, fallbacks } = create({ schema: trial });
    for (const { source, variables = [{}] } of CORPUS.slice(-160)) {
      const document = parse(source);
      const before = JSON.stringify(document);
      deepFreeze(document);
      for (const set of [variables[0], ...variables])
        await observe(run, trial, document, () => structuredClone(set));
      expect(JSON.stringify(document)).toBe(before);
    }
    expect(new Set(fallbacks)).toEqual(new Set(['first-sight']));
  });

  test('in the arguments that the next call gets, nor in its nodes', () => {
    const own = buildSchema('type Query { a(n: Int = 1, s: String, list: [Int]): Int }');
    const seen: unknown[] = [];
    const nodes = new Set<unknown>();
    own.getQueryType()!.getFields()['a']!.resolve = (
      _source,
      args: Record<string, unknown>,
      _context,
      info,
    ) => {
      seen.push(structuredClone(args));
      nodes.add(info.fieldNodes);
      args['n'] = 'spoilt';
      (args['list'] as unknown[] | undefined)?.push('spoilt');
      (info.fieldNodes as unknown[]).push('spoilt');
      return 1;
    };
    const { run } = create({ schema: own });
    const document = parse('{ a(s: "x", list: [1]) }');
    for (let time = 0; time < 4; time += 1) run({ schema: own, document });
    expect(seen).toEqual(Array.from({ length: 4 }, () => ({ n: 1, s: 'x', list: [1] })));
    expect(nodes.size).toBe(4);
  });

  test('between executions that overlap', async () => {
    const own = buildSchema('type Query { a(n: Int): Int! b: [Item] } type Item { x(n: Int): Int! }');
    const slow = async (
      _source: unknown,
      { n }: { n: number },
      fail: boolean,
      info: GraphQLResolveInfo,
    ): Promise<number> => {
      for (let turn = 0; turn < n; turn += 1) await Promise.resolve();
      if (fail) throw new Error(`fails ${n} at ${info.path.key}`);
      return n;
    };
    own.getQueryType()!.getFields()['a']!.resolve = slow;
    const { execute: run } = create({ schema: own });
    const document = parse('query ($n: Int) { a(n: $n) }');
    const args = (n: number): Parameters<typeof execute>[0] => ({
      schema: own,
      document,
      variableValues: { n },
      contextValue: n % 3 === 0,
    });
    const together = (via: PlannedExecutor['execute']): Promise<unknown[]> =>
      Promise.all([5, 3, 9, 1, 6].map(async (n) => via(args(n))));
    await together(run);
    expect(JSON.stringify(await together(run))).toBe(JSON.stringify(await together(execute)));
  });
});

test('items of a list that nobody waits for any more may reject without ending the process', async () => {
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  const { execute: run } = create();
  const document = parse('{ list }');
  const late = (): Promise<never> =>
    new Promise((_resolve, reject) => setImmediate(() => reject(new Error('late'))));
  for (let time = 0; time < 2; time += 1) {
    const good = time === 0;
    const result = await run({ schema, document, rootValue: { list: good ? [1] : [late(), null, late()] } });
    if (!good)
      expect(JSON.stringify(result)).toContain('Cannot return null for non-nullable field Query.list.');
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

import fc from 'fast-check';
import {
  defaultFieldResolver,
  execute,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLResolveInfo,
} from 'graphql';
import { createPlannedExecutor, type FallbackReason } from '../src/execution/plannedExecutor';
import { CORPUS } from './execution/corpus';
import {
  handleAbandonedItems,
  observe,
  type Observation,
  type Options,
  type Variables,
} from './execution/observe';
import { type Probe } from './execution/probe';
import { operations, variables } from './execution/randomOperations';
import { type Trial } from './execution/trial';
import { trialSchema } from './execution/trialSchema';

const RANDOM_OPERATIONS = 300;
const schema = trialSchema();

/**
 * Shows the document once, then executes each set of variables both ways, the first of them twice: the answers are to
 * be equal in every respect, and all of ours are to come from the plan.
 */
async function expectIdentical(
  document: DocumentNode,
  sets: readonly (Variables | undefined)[],
  options?: Options,
): Promise<void> {
  const fallbacks: FallbackReason[] = [];
  const planned = createPlannedExecutor({ schema, onFallback: (reason) => fallbacks.push(reason) });
  await observe(planned.execute, schema, document, () => structuredClone(sets[0]), options);
  const ours: Observation[] = [];
  const theirs: Observation[] = [];
  for (const set of [...sets, sets[0]]) {
    const fresh = (): Variables | undefined => structuredClone(set);
    theirs.push(await observe(execute, schema, document, fresh, options));
    ours.push(await observe(planned.execute, schema, document, fresh, options));
  }
  expect(ours).toEqual(theirs);
  expect(fallbacks).toEqual(['first-sight']);
}

const title = (source: string): string => source.replace(/\s+/g, ' ').slice(0, 160);

test('the corpus is as large as promised, and no operation stands in it twice', () => {
  expect(CORPUS.length).toBeGreaterThan(400);
  const keys = CORPUS.map(({ source, operationName }) => `${operationName} ${source}`);
  expect(new Set(keys).size).toBe(keys.length);
});

describe('a planned execution is the one of graphql-js', () => {
  let restore: () => void;
  beforeAll(() => {
    restore = handleAbandonedItems();
  });
  afterAll(() => restore());

  test.each(CORPUS.map((trial): [string, Trial] => [title(trial.source), trial]))(
    '%s',
    async (_title, { source, variables: sets = [undefined, {}], operationName }) => {
      await expectIdentical(parse(source), sets, { operationName });
    },
  );

  test('for random operations', async () => {
    await fc.assert(
      fc.asyncProperty(
        operations,
        fc.array(variables, { minLength: 3, maxLength: 3 }),
        async (source, sets) => {
          await expectIdentical(parse(source), sets);
        },
      ),
      { numRuns: RANDOM_OPERATIONS },
    );
  }, 120_000);

  test('without locations in the document', async () => {
    const source = '{ objs { strNN(kind: "throw") } node(as: "Nowhere") { id } }';
    await expectIdentical(parse(source, { noLocation: true }), [{}]);
  });

  const source =
    '{ a: str obj { id str strNN } bare { id plain method } thing(as: "none") { __typename } fromRoot }';
  const fieldResolver: ExecutionArgs['fieldResolver'] = (parent, args, probe: Probe, info) => {
    probe.called('fieldResolver', args, info);
    const value: unknown = defaultFieldResolver(parent, args, probe, info);
    return info.fieldName === 'plain' ? Promise.resolve(value) : value;
  };
  const typeResolver: ExecutionArgs['typeResolver'] = (_value, probe: Probe, info: GraphQLResolveInfo) => {
    probe.called('typeResolver', {}, info);
    return 'Item';
  };
  test.each<[string, Options]>([
    ['a field resolver', { fieldResolver }],
    ['a type resolver', { typeResolver }],
    ['both', { fieldResolver, typeResolver }],
    ['null for both', { fieldResolver: null, typeResolver: null }],
    ['no context value', { contextValue: undefined }],
    ['no root value', { rootValue: undefined }],
    ['a root value that is no object', { rootValue: 'root' }],
    ['a function as root value', { rootValue: Object.assign(() => 1, { fromRoot: () => 'function' }) }],
  ])('given %s', async (_given, options) => {
    await expectIdentical(parse(source), [{}, undefined], options);
  });

  test.each<[string, Options]>([
    ['a limit of coercion errors', { options: { maxCoercionErrors: 1 } }],
    ['no suggestions', { hideSuggestions: true }],
  ])('for bad variables with %s', async (_with, options) => {
    const document = parse(
      'query ($a: Int, $b: Int, $c: Color, $f: Filter) { args(n: $a, color: $c, filter: $f) }',
    );
    await expectIdentical(document, [{ a: 'x', b: 'y' }, { c: 'REDD' }, { f: { word: 1 } }], options);
  });

  test('variables that are no object are refused by the same error', async () => {
    await expectIdentical(parse('{ str }'), ['{}' as unknown as Variables]);
  });
});

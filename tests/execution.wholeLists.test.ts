import {
  buildSchema,
  execute,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import { createPlannedExecutor } from '../src/execution/plannedExecutor';
import { type WholeListResolver } from '../src/execution/wholeLists';

interface Item {
  readonly id: number;
}

const schema = buildSchema(`
  type Query { items: [Item] sure: [Item!] one: Item found: [Found] }
  type Item implements Found {
    id: Int friend(by: Int = 1): Item friendNN(by: Int = 1): Item! friends: [Item!] word(of: Int!): String
  }
  interface Found { id: Int friend(by: Int = 1): Item }
`);

/** What was resolved, in order: `word 1`, or `word 1,2` for several at once. */
let calls: string[] = [];

/** The resolver and its extension, out of what the field is for one item. */
function resolveBy(name: string, valueOf: (item: Item, args: { by: number; of: number }) => unknown): void {
  const field = schema.getType('Item') as {
    getFields(): Record<string, { resolve: unknown; extensions: object }>;
  } & object;
  const forAll: WholeListResolver<Item, { by: number; of: number }, unknown> = (items, args) => {
    calls.push(`${name} ${items.map(({ id }) => id).join()}`);
    return Promise.resolve(
      items.map((item) => {
        try {
          return valueOf(item, args);
        } catch (error) {
          return error;
        }
      }),
    );
  };
  Object.assign(field.getFields()[name]!, {
    resolve: async (item: Item, args: { by: number; of: number }) => {
      calls.push(`${name} ${item.id}`);
      await Promise.resolve();
      return valueOf(item, args);
    },
    extensions: { forAll },
  });
}

const friendOf = ({ id }: Item, by: number): Item | null => {
  if (id === 3) throw new Error('3 has quarrelled');
  return id === 4 ? null : { id: id * 10 + by };
};
resolveBy('friend', (item, { by }) => friendOf(item, by));
resolveBy('friendNN', (item, { by }) => friendOf(item, by));
resolveBy('friends', (item) => [friendOf(item, 1), friendOf(item, 2)]);
resolveBy('word', ({ id }, { of }) => {
  if (of < 0) throw new Error('not this one');
  return `${id}/${of}`;
});
(schema.getType('Found') as unknown as { resolveType: () => string }).resolveType = () => 'Item';

const items = (...ids: number[]): Item[] => ids.map((id) => ({ id }));
const run = (
  executor: (args: ExecutionArgs) => unknown,
  document: DocumentNode,
  rootValue: unknown,
  n?: unknown,
) =>
  executor({
    schema,
    document,
    rootValue,
    variableValues: n === undefined ? {} : { n },
  }) as Promise<ExecutionResult>;

/** Executes a document from its plan and with graphql-js. Both must answer the same; gives the calls of the plan. */
async function expectSame(source: string, rootValue: unknown, n?: unknown): Promise<string[]> {
  const document = parse(source);
  const { execute: planned } = createPlannedExecutor({ schema });
  const theirs = await run(execute, document, rootValue, n);
  await run(planned, document, rootValue, n);
  calls = [];
  const ours = await run(planned, document, rootValue, n);
  // Errors stand in the order in which they came up, and for a whole list they do so at once.
  const inOrder = ({ data, errors }: ExecutionResult): unknown => ({
    data: JSON.stringify(data),
    errors: errors?.map((error) => JSON.stringify(error)).sort(),
  });
  expect(inOrder(ours)).toEqual(inOrder(theirs));
  return calls;
}

describe('a field that can be resolved for a whole list', () => {
  it('is, by one call', async () => {
    expect(await expectSame('{ items { id friend { id } } }', { items: items(1, 2) })).toEqual([
      'friend 1,2',
    ]);
  });

  it('is called once for each alias with its own arguments, and on each level', async () => {
    const source =
      '{ items { a: friend { word(of: 1) } b: friend(by: 2) { id } friends { friends { id } } } }';
    expect(await expectSame(source, { items: items(1, 2) })).toEqual([
      'friend 1,2',
      'friend 1,2',
      'friends 1,2',
      'word 11',
      'friends 11,12',
      'word 21',
      'friends 21,22',
    ]);
  });

  it.each(['items', 'sure'])('%s: tells the errors of single items at their places', async (list) => {
    const rows = { [list]: items(1, 3, 2, 4) };
    await expectSame(`{ ${list} { friend { id } friends { id } } }`, rows);
    await expectSame(`{ ${list} { id friendNN { id } } }`, rows);
  });

  it.each(['items', 'sure'])(
    '%s: tells the errors of the fields after one that takes its item away',
    async (list) => {
      const rows = { [list]: items(1, 3, 2, 4) };
      await expectSame(`{ ${list} { friendNN { id } friend { id } } }`, rows);
      await expectSame(`{ ${list} { friend { id } friendNN { id } friends { id } id } }`, rows);
    },
  );

  it('tells each item of an error that stops them all', async () => {
    await expectSame('{ items { word(of: -1) } }', { items: items(1, 2) });
  });

  it.each([
    ['a list of one', '{ items { friend { id } } }', { items: items(1) }],
    ['no list', '{ one { friend { id } } }', { one: { id: 1 } }],
    ['an item that is null', '{ items { friend { id } } }', { items: [null, ...items(1, 2)] }],
    ['an item that failed', '{ items { friend { id } } }', { items: [new Error('gone'), ...items(1, 2)] }],
    ['an item to come', '{ items { friend { id } } }', { items: [...items(1), Promise.resolve({ id: 2 })] }],
    ['items of an interface', '{ found { friend { id } } }', { found: items(1, 2) }],
    ['items that come from a set', '{ items { friend { id } } }', { items: new Set(items(1, 2)) }],
  ])('is left to its resolver for %s', async (_what, source, rootValue) => {
    const called = await expectSame(source, rootValue);
    expect(called.filter((call) => call.includes(','))).toEqual([]);
  });

  it.each([[undefined], [null], ['x']])(
    'with the argument %p, leaves the error to its resolver',
    async (n) => {
      await expectSame('query ($n: Int) { items { word(of: $n) } }', { items: items(1, 2) }, n);
    },
  );

  it('does not hide a condition that has no value', async () => {
    await expectSame('query ($n: Boolean) { items { friend @include(if: $n) { id } } }', {
      items: items(1, 2),
    });
    await expectSame(
      'query ($n: Boolean) { items { friend @include(if: $n) { id } } }',
      { items: items(1, 2) },
      false,
    );
  });
});

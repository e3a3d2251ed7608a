import fc from 'fast-check';
import { KINDS as ALL_KINDS, LIST_KINDS } from './probe';
import { type Variables } from './observe';

/** Without the thenable that drops what its callback returns: a rejection in there is lost, also in graphql-js. */
const KINDS = ALL_KINDS.filter((name) => name !== 'thenable-void');
const ALIASES = ['', '', '', '', 'a: ', 'b: ', '__proto__: ', 'constructor: ', 'then: '];
const CONDITIONS = [
  '',
  '',
  '',
  '',
  '',
  '',
  '@skip(if: $t)',
  '@include(if: $f)',
  '@skip(if: $t) @include(if: $f)',
  '@skip(if: $u)',
  '@include(if: true)',
  '@skip(if: true)',
];
const LEAVES = [
  'id',
  'str',
  'strNN',
  'int',
  'flag',
  'nasty',
  'nastyNN',
  'color',
  'tag',
  'plain',
  'promised',
  'rejected',
];
const LEAF_LISTS = ['strs', 'strsNN', 'colors', 'matrix', 'thunk'];
const OBJECTS = ['obj', 'objNN', 'bare', 'node', 'nodeNN', 'thing', 'guarded'];
const OBJECT_LISTS = ['objs', 'objsNN', 'bares', 'nodes', 'things'];
const TYPES = ['Query', 'Item', 'Bare', 'Node', 'Guarded', 'Thing'];
const RUNTIME_TYPES = [
  'Item',
  'Item',
  'Bare',
  'Other',
  'typename',
  'Guarded',
  'yes',
  'async',
  'reject',
  'null',
  'throw',
];

const oneOf = (values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

/** Mostly good answers, or nothing below a failure would ever run. */
const kind = (kinds: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: oneOf(['late', 'promise', 'ok']).map((name) => `kind: "${name}"`) },
    { weight: 1, arbitrary: fc.constant('kind: $k') },
    { weight: 3, arbitrary: oneOf(kinds).map((name) => `kind: "${name}"`) },
  );

const given = (...parts: string[]): string => {
  const present = parts.filter((part) => part !== '');
  return present.length === 0 ? '' : `(${present.join(', ')})`;
};

const listKinds = [...KINDS.map((name) => `item-${name}`), ...LIST_KINDS];

const leaf = fc
  .oneof(
    fc.tuple(oneOf(LEAVES), kind(KINDS)),
    fc.tuple(oneOf(LEAF_LISTS), kind(listKinds)),
    fc.tuple(oneOf(['__typename', 'args']), fc.constant('')),
  )
  .map(([name, argument]) => name + given(argument));

function nested(names: readonly string[], kinds: readonly string[], depth: number): fc.Arbitrary<string> {
  return fc
    .tuple(oneOf(names), kind(kinds), oneOf(RUNTIME_TYPES), selections(depth - 1))
    .map(([name, argument, as, inner]) => {
      const runtimeType = /^(node|thing|guarded)/.test(name) ? `as: "${as}"` : '';
      return `${name}${given(argument, runtimeType)} ${inner}`;
    });
}

function directed(after: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(after, oneOf(CONDITIONS)).map(([text, condition]) => {
    const brace = text.indexOf(' {');
    return brace < 0 ? `${text} ${condition}` : `${text.slice(0, brace)} ${condition}${text.slice(brace)}`;
  });
}

function selections(depth: number): fc.Arbitrary<string> {
  if (depth === 0)
    return fc.array(leaf, { minLength: 1, maxLength: 3 }).map((parts) => `{ ${parts.join(' ')} }`);
  const field = fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: nested(OBJECTS, KINDS, depth) },
    { weight: 2, arbitrary: nested(OBJECT_LISTS, listKinds, depth) },
  );
  const inline = fc
    .tuple(oneOf(TYPES), oneOf(CONDITIONS), selections(depth - 1))
    .map(([type, condition, inner]) => `... on ${type} ${condition} ${inner}`);
  const selection = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(oneOf(ALIASES), directed(field)).map(([alias, text]) => alias + text) },
    { weight: 1, arbitrary: directed(oneOf(['...F0', '...F1', '...F2'])) },
    { weight: 1, arbitrary: inline },
  );
  return fc.array(selection, { minLength: 1, maxLength: 5 }).map((parts) => `{ ${parts.join(' ')} }`);
}

/** Lets the fragment spread later ones only: what spreads itself below a field would never end. */
function withoutLoops(body: string, index: number): string {
  return body.replace(/\.\.\.F(\d)/g, (spread, other) => (Number(other) > index ? spread : '__typename'));
}

/** An operation of the trial schema, valid or not: fragments spread each other, aliases clash. */
export const operations: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    selections(3),
    fc.array(fc.tuple(oneOf(TYPES), selections(1)), { minLength: 3, maxLength: 3 }),
    fc.array(fc.tuple(oneOf(['step', 'stepNN', 'stepObj']), kind(KINDS), oneOf(ALIASES)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([isMutation, root, fragments, steps]) => {
    const head = '($t: Boolean, $f: Boolean = true, $u: Boolean = false, $k: String)';
    const texts = fragments
      .map(([type, body], index) => `fragment F${index} on ${type} ${withoutLoops(body, index)}`)
      .join('\n');
    if (!isMutation) return `query ${head} ${root} ${texts}`;
    const serial = steps.map(
      ([name, argument, alias], index) =>
        `${alias || `s${index}: `}${name}${given(`n: ${index}`, argument)} ${name === 'stepObj' ? root : ''}`,
    );
    return `mutation ${head} { ${serial.join(' ')} } ${texts}`;
  });

const flag = fc.constantFrom(true, true, false, false, null);

/** Variables for them, each of which may be left out. */
export const variables: fc.Arbitrary<Variables> = fc.record(
  { t: flag, f: flag, u: flag, k: fc.constantFrom('ok', 'late', 'null', 'reject', 'throw', null) },
  { requiredKeys: [] },
);

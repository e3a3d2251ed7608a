import { type Variables } from './observe';
import { type Trial } from './trial';

const BOOLEANS: Variables[] = [
  { t: true, f: false },
  { t: false, f: true },
  { t: true, f: true },
  { t: false, f: false },
  { t: true },
  { t: null, f: true },
  { f: false, t: 'yes' },
  {},
];

const FRAGMENTS = `
  fragment Leaves on Item { id str @skip(if: $t) ...More }
  fragment More on Item { int @include(if: $f) flag obj @skip(if: $f) { id ...Common } }
  fragment Common on Node { id str ... on Item @include(if: $t) { color } ... on Bare { plain } }
`;

/** `@skip` and `@include` wherever they may stand, under every combination of their variables, bad ones too. */
export function conditions(): Trial[] {
  const head = 'query ($t: Boolean!, $f: Boolean = true)';
  const bodies = [
    '{ str @skip(if: $t) int @include(if: $f) flag }',
    '{ str @skip(if: $t) @include(if: $f) obj @include(if: $t) { id } obj { str } }',
    '{ obj { ...Leaves } objs { ...Leaves ...More @include(if: $t) } } ' + FRAGMENTS,
    '{ ... @skip(if: $t) { str } ... @include(if: $f) { int obj { id } } obj { str } tag }',
    '{ node { ...Common } other: node(as: "Bare") { ...Common ... on Item { str } } nodes { ...Common } } ' +
      FRAGMENTS,
    '{ ...Root ...Root @skip(if: $t) } fragment Root on Query { str obj { ...More @include(if: $f) } } ' +
      FRAGMENTS,
    '{ a: obj { x: str @include(if: $t) } a: obj { x: str y: int @skip(if: $f) } }',
    '{ objs { str @skip(if: $t) strNN(kind: "reject") @include(if: $f) } }',
    '{ obj { id @skip(if: $t) } bare { plain @include(if: $f) objs { id @skip(if: $f) } } }',
    '{ str @skip(if: true) int @include(if: false) flag @skip(if: false) id @include(if: true) }',
    '{ ...Empty @include(if: $t) } fragment Empty on Query { id @skip(if: $f) }',
    '{ __typename @skip(if: $t) a: __typename @include(if: $f) obj { __typename @skip(if: $t) } }',
    '{ things { ... on Item @skip(if: $t) { id } ... on Node @include(if: $f) { str } __typename } }',
  ];
  const invalid = [
    'query ($s: String) { str @skip(if: $s) obj { id @include(if: $s) } }',
    '{ str @skip(if: $nowhere) }',
    '{ str obj { id @include(if: $nowhere) } tag }',
    '{ str obj { id @include } objNN { id @skip(if: 5) } }',
    '{ str obj { id @include(if: null) } }',
    'query ($t: Boolean) { objs { id @skip(if: [$t]) } }',
  ];
  return [
    ...bodies.map((body) => ({ source: `${head} ${body}`, variables: BOOLEANS })),
    ...bodies.map((body) => ({
      source: `query ($t: Boolean = false, $f: Boolean) ${body}`,
      variables: BOOLEANS,
    })),
    ...['s', 'constructor', '__proto__'].map((name) => ({
      source: `query ($${name}: Nasty) { str obj { id @include(if: $${name}) int @skip(if: $${name}) } }`,
      variables: [true, 'other', false, null, 0].map((value) => ({ [name]: value })).concat({}),
    })),
    ...invalid.map((source) => ({ source, variables: [{ s: 'x', t: true }, { s: null }, {}] })),
  ];
}

const INPUTS: Variables[] = [
  {
    n: 5,
    s: 'given',
    list: [1, 2],
    filter: { words: ['a'], list: [1], deep: { n: 1 } },
    color: 'RED',
    id: 9,
    k: 'late',
  },
  { n: null, list: null, filter: null, color: null, id: null, k: null },
  {},
  { n: 'not an int', s: 5, filter: { unknown: true, word: 1 }, color: 'PURPLE', list: ['x'] },
  { s: null, filter: { list: 4 }, list: 3, nasty: 'unparsable', k: 'throw' },
  { filter: { color: 'BLUE', deep: { deep: { words: [] } } }, nasty: { any: [1, { x: 2 }] }, k: 'reject' },
];

/** Arguments given, left out, wrong, and by variables that are. */
export function inputs(): Trial[] {
  const head = `query ($n: Int, $s: String = "default", $list: [Int!] = [7], $filter: Filter = { n: 9 },
    $color: Color = RED, $id: ID, $nasty: Nasty, $k: String)`;
  const fields = [
    'args(n: $n)',
    'args(s: $s)',
    'args(list: $list)',
    'args(list: [1, 2])',
    'args(list: 5, n: 6)',
    'args(filter: $filter)',
    'args(filter: { list: [1, $n], deep: { words: "one" } })',
    'args(filter: { list: [3], color: RED })',
    'args(color: $color, id: $id)',
    'args(color: GREEN, id: 7, s: "x", n: null)',
    'args(color: BLUE, nasty: { a: [1, $n] })',
    'args(nasty: $nasty)',
    'args(nasty: "text")',
    'args',
    'required(n: 3)',
    'required(n: $n)',
    'required',
    'required(n: "no")',
    'args(s: null)',
    'args(n: 1.5)',
    'args(unknown: $n, n: 1)',
    'args(color: PURPLE)',
    'args(n: $undefinedVariable)',
    'str(kind: $k)',
    'strNN(kind: $k)',
    'color(color: $color)',
    'nasty(value: $nasty)',
  ];
  const ofProperty = ['sized', 'sized(n: $n)', 'sized(n: 2, color: $color)', 'sized(n: "no")', 'sized(n: 2)'];
  return [
    ...inputsOf(head, fields),
    ...ofProperty.map((field) => ({
      source: `${head} { bare { ${field} plain } bares(kind: "item-late") { ${field} } }`,
      variables: INPUTS,
    })),
  ];
}

function inputsOf(head: string, fields: readonly string[]): Trial[] {
  return fields.flatMap((field) => [
    { source: `${head} { ${field} again: ${field} }`, variables: INPUTS },
    {
      source: `${head} { objs { ${field} } bares(kind: "item-late") { ${field} tag(id: $id) } }`,
      variables: INPUTS,
    },
  ]);
}

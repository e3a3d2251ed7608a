import { getIntrospectionQuery } from 'graphql';
import { KINDS, LIST_KINDS } from './probe';
import { type Trial } from './trial';
import { conditions, inputs } from './variables';

const LEAVES = ['str', 'strNN', 'int', 'flag', 'nasty', 'nastyNN', 'color'];
const LISTS = ['strs', 'strsNN', 'colors', 'matrix'];
const OBJECTS = [
  'obj { id str }',
  'objNN { id strNN }',
  'bare { id plain }',
  'node { id }',
  'nodeNN { __typename }',
];
const OBJECT_LISTS = [
  'objs { id str }',
  'objsNN { id }',
  'bares { id method }',
  'nodes { id str }',
  'things { __typename }',
];
const TYPES_AS = [
  'Item',
  'Bare',
  'Other',
  'User',
  'Nowhere',
  'Color',
  'null',
  'number',
  'object-type',
  'throw',
];
const TYPES_AS_LATER = ['async', 'async-null', 'reject'];

const withArguments = (field: string, given: string): string =>
  field.replace(/^\w+/, (name) => `${name}(${given})`);
const kindsOf = (kinds: readonly string[]): string[] => [...kinds, ...kinds.map((kind) => `item-${kind}`)];

/** Each field with each way to answer: as a resolver (`obj`) and as a method (`bare`), beside siblings that fail late. */
function everyKind(): Trial[] {
  const wrap = (field: string): string => `{
    first: str(kind: "late")
    obj { before: strNN ${field} after: strNN(kind: "reject-late") }
    bare { id ${field} tag late: int(kind: "late") }
    last: strs(kind: "item-reject")
  }`;
  const trials: Trial[] = [];
  const add = (fields: readonly string[], kinds: readonly string[]): void => {
    for (const field of fields) {
      for (const kind of kinds) trials.push({ source: wrap(withArguments(field, `kind: "${kind}"`)) });
    }
  };
  add(LEAVES, KINDS);
  add(OBJECTS, KINDS);
  add([...LISTS, ...OBJECT_LISTS], [...kindsOf(KINDS), ...LIST_KINDS]);
  for (const kind of KINDS) {
    trials.push({
      source: `{ node(as: "Bare", kind: "${kind}") { id ... on Bare { strNN(kind: "${kind}") } } tag }`,
    });
    trials.push({ source: `mutation { a: stepNN(n: 1) b: step(n: 2, kind: "${kind}") c: step(n: 3) tag }` });
    trials.push({
      source: `mutation { a: step(n: 1, kind: "late") b: stepNN(n: 2, kind: "${kind}") c: step(n: 3) }`,
    });
    trials.push({
      source: `mutation { a: stepObj(n: 1, kind: "${kind}") { strNN(kind: "${kind}") } c: stepNN(n: 3) }`,
    });
    trials.push({
      source: `{ objNN { objNN { objNN { strNN(kind: "${kind}") } x: strNN(kind: "reject-late") } } tag }`,
    });
  }
  return trials;
}

function everyRuntimeType(): Trial[] {
  const trials: Trial[] = [];
  for (const as of [...TYPES_AS, ...TYPES_AS_LATER]) {
    trials.push({
      source: `{ node(as: "${as}") { id __typename ... on Item { str } ... on Bare { plain } } tag }`,
    });
    trials.push({
      source: `{ obj { nodeNN(as: "${as}") { id } } nodes(as: "${as}", kind: "item-late") { id str } }`,
    });
  }
  for (const as of ['typename', 'Guarded', 'lazy', 'none', 'throw', 'async', 'reject']) {
    trials.push({ source: `{ thing(as: "${as}") { __typename ... on Item { id } ... on Lazy { id } } }` });
    trials.push({
      source: `{ things(as: "${as}") { __typename ... on Guarded { id } } thing(as: "Item") { __typename } }`,
    });
  }
  for (const as of ['yes', 'no', 'throw', 'async', 'async-no', 'reject']) {
    trials.push({ source: `{ guarded(as: "${as}") { id str } tag } ` });
    trials.push({
      source: `{ guarded(as: "${as}", kind: "late") { id } obj { guarded(as: "${as}") { str } } }`,
    });
  }
  for (const value of [
    'ok',
    'null',
    'undefined',
    'promise',
    'promise-null',
    'reject',
    'object',
    'throw',
    'late',
  ]) {
    trials.push({ source: `{ nasty(value: "${value}") obj { nastyNN(value: "${value}") str } tag }` });
    trials.push({
      source: `{ bare { nastyNN(value: "${value}") } obj { nasty(value: "${value}", kind: "late") } }`,
    });
  }
  for (const value of ['function', 'string', 'number', 'null-prototype', 'proxy', 'array', 'bare', 'none']) {
    trials.push({
      source: `{ source(value: "${value}") { id plain } source2: source(value: "${value}") { __typename missing } }`,
    });
    trials.push({ source: `{ source(value: "${value}") { method(n: 2) thunk missingNN } }` });
  }
  return trials;
}

const MIXED: Trial[] = [...LIST_KINDS, 'ok', 'late', 'item-late', 'item-throw'].flatMap((kind) => [
  {
    source: `{ nodes(as: "mixed", kind: "${kind}") { __typename id str ... on Item { int } ... on Bare { plain } } }`,
  },
  {
    source: `{ things(as: "mixed-things", kind: "${kind}") { __typename ... on Guarded { id } ... on Lazy { id } } tag }`,
  },
]);

const BY_HAND: Trial[] = [
  {
    source:
      'query ($as: String) { node(as: $as) { id ... on Item { int } ... on Bare { plain } } thing(as: $as) { __typename } }',
    variables: [
      { as: 'Item' },
      { as: 'Bare' },
      { as: 'Other' },
      { as: 'Item' },
      { as: 'typename' },
      { as: 'lazy' },
    ],
  },
  {
    source:
      '{ __proto__: str constructor: int toString: flag hasOwnProperty: obj { __proto__: id then: str } }',
  },
  {
    source:
      '{ obj { __proto__: obj { constructor: str valueOf: strNN(kind: "throw") } } __proto__: str(kind: "reject") }',
  },
  { source: '{ then: str obj { then: int } objs { then: flag } }' },
  { source: '{ then: nasty(value: "object") a: obj { then: str(kind: "late") } }' },
  {
    source:
      'mutation { __proto__: step(n: 1, kind: "late") then: step(n: 2) constructor: step(n: 3, kind: "throw") }',
  },
  {
    source:
      '{ __typename obj { __typename t: __typename } node { __typename } thing { __typename } bare { t: __typename } }',
  },
  { source: '{ nowhere obj { nowhere id } node { nowhere } }' },
  { source: 'mutation { nowhere step(n: 1) stepObj(n: 2) { nowhere } }' },
  { source: '{ fromRoot second: fromRoot(n: 9) }' },
  { source: '{ bare { plain plainNN } again: bare { getter method(n: 1) thunk promised arrow missing } }' },
  { source: '{ bares { plain getter rejected thunk promised arrow method } tag }' },
  { source: '{ bare { rejected missingNN } other: bare { promised missingNN rejected } }' },
  { source: '{ bare { rejected plainNN } other: bare { promised bare { missingNN rejected } rejected } }' },
  {
    source:
      '{ objs { user { name } } bares { user(id: "2") { name again { name } } } user { again { name } } }',
  },
  {
    source:
      '{ a: objs(kind: "late") { tag user { name } } tag b: bares { tag(id: "b") user(id: "3") { name } } }',
  },
  {
    source:
      '{ objs { tag objs { tag(id: "x") user { name again { name } } } } tag(id: "y") late: obj(kind: "late") { tag(id: "z") } }',
  },
  {
    source:
      '{ nodes(kind: "item-late") { ... on Bare { tag user { name } } } thing(as: "async") { __typename } tag }',
  },
  { source: 'mutation { stepObj(n: 1) { tag user { name } } b: stepObj(n: 2) { tag } tag(id: "3") }' },
  { source: 'query A { str } query B { int tag } mutation C { step(n: 1) }', operationName: 'B' },
  { source: 'query A { str } query B { int }', operationName: 'C' },
  { source: 'query A { str } query B { int }' },
  { source: 'query A { str } query B { int }', operationName: '' },
  { source: 'query A { str } query A { int }', operationName: 'A' },
  { source: 'fragment F on Query { str }' },
  { source: '{ ...Missing obj { ...Missing id } }' },
  {
    source:
      '{ ...Loop } fragment Loop on Query { str ...Loop obj { ...Inner } } fragment Inner on Item { id ...Inner }',
  },
  {
    source:
      '{ ...F ...F obj { id } } fragment F on Query { obj { str ...G } } fragment G on Item { id objs { ...H } } fragment H on Node { id }',
  },
  { source: '{ a: str a: int obj { x: id } obj { x: str(kind: "throw") y: int } }' },
  {
    source:
      '{ obj { str strNN(kind: "throw") }\n obj { int strNN(kind: "throw") }\n objs { strNN(kind: "reject") } }',
  },
  { source: '{ matrix(kind: "late-then-throw") strsNN(kind: "all-late") strs(kind: "all-late") }' },
  {
    source:
      '{ obj { strsNN(kind: "item-null") s: strsNN(kind: "item-reject-late") } objsNN(kind: "item-reject") { id } tag }',
  },
  {
    source:
      '{ objsNN { strNN(kind: "late") n: strNN(kind: "throw") } x: objs { a: strNN(kind: "reject") b: strNN(kind: "reject-late") } }',
  },
  { source: '{ objNN { strNN(kind: "reject-late") a: str(kind: "reject") b: strNN(kind: "reject") } str }' },
  { source: '{ str ... on Mutation { step(n: 1) } ... on Nowhere { int } ... on Node { id } }' },
  { source: '{ obj { ... on Thing { ... on Node { ... on Item { id } ... on Bare { plain } } } } }' },
  { source: '{ obj }' },
  { source: '{ str { id } }' },
  { source: getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }) },
  {
    source:
      '{ __schema { queryType { name fields(includeDeprecated: true) { name } } types { kind } directives { name } } }',
  },
  {
    source:
      'query ($name: String!) { __type(name: $name) { name kind fields { name type { kind ofType { name } } } } }',
    variables: [{ name: 'Item' }, { name: 'Node' }, { name: 'None' }, {}],
  },
  { source: '{ obj { strNN(kind: "reject") later: str(kind: "reject-late") } slow: tag }' },
  { source: '{ objs { strNN(kind: "reject") objs { str(kind: "reject-late") } } slow: tag }' },
  { source: '{ objNN { strNN(kind: "reject") str(kind: "reject-late") } }' },
  { source: '{ obj { __schema { queryType { name } } __type(name: "Item") { name } } }' },
];

/** Every operation of the differential test. */
export const CORPUS: readonly Trial[] = [
  ...everyKind(),
  ...everyRuntimeType(),
  ...conditions(),
  ...inputs(),
  ...MIXED,
  ...BY_HAND,
];

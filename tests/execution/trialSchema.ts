import {
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLFieldResolver,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type Probe } from './probe';

const COMMON = /* GraphQL */ `
    id: ID!
    str(kind: String = "ok"): String
    strNN(kind: String = "ok"): String!
    int(kind: String = "ok"): Int
    flag(kind: String = "ok"): Boolean!
    nasty(kind: String = "ok", value: Nasty): Nasty
    nastyNN(kind: String = "ok", value: Nasty): Nasty!
    color(kind: String = "ok", color: Color = GREEN): Color
    colors(kind: String = "ok"): [Color!]
    strs(kind: String = "ok"): [String]
    strsNN(kind: String = "ok"): [String!]!
    matrix(kind: String = "ok"): [[Int]!]
    obj(kind: String = "ok"): Item
    objNN(kind: String = "ok"): Item!
    objs(kind: String = "ok"): [Item]
    objsNN(kind: String = "ok"): [Item!]!
    bare(kind: String = "ok"): Bare
    bares(kind: String = "ok"): [Bare!]
    node(kind: String = "ok", as: String = "Item"): Node
    nodeNN(kind: String = "ok", as: String = "Item"): Node!
    nodes(kind: String = "ok", as: String = "Bare"): [Node]
    thing(kind: String = "ok", as: String = "typename"): Thing
    things(kind: String = "ok", as: String = "typename"): [Thing!]
    guarded(kind: String = "ok", as: String = "yes"): Guarded
    args(n: Int, s: String! = "s", list: [Int!] = [1], filter: Filter, color: Color, id: ID, nasty: Nasty): String
    required(n: Int!): String
    user(id: ID! = "1"): User
    tag(id: ID! = "1"): String
`;

const SDL = /* GraphQL */ `
  scalar Nasty
  enum Color {
    RED
    GREEN
    BLUE
  }
  input Filter {
    words: [String!] = ["word"]
    list: [Int]
    n: Int = 3
    color: Color = BLUE
    deep: Filter
  }
  interface Node {
    id: ID!
    str(kind: String = "ok"): String
  }
  union Thing = Item | Bare | Guarded | Lazy
  type User {
    name: String!
    again: User
  }
  type Guarded {
    id: ID!
    str: String
  }
  type Lazy {
    id: ID!
  }
  type Other implements Node {
    id: ID!
    str(kind: String = "ok"): String
  }
  "Resolvers of its own on each field."
  type Item implements Node {${COMMON}}
  "No resolver: methods and properties of the source."
  type Bare implements Node {${COMMON}
    plain: String
    plainNN: String!
    getter: String
    method(n: Int): String!
    thunk: [String]
    promised: Int
    rejected: String
    missing: Int
    missingNN: Int!
    sized(n: Int!, color: Color): String
    arrow: String
  }
  type Query {${COMMON}
    fromRoot(n: Int = 4): String
    source(value: String): Bare
  }
  type Mutation {${COMMON}
    step(n: Int!, kind: String = "ok"): Int
    stepNN(n: Int!, kind: String = "ok"): Int!
    stepObj(n: Int!, kind: String = "ok"): Item
  }
  type Subscription {
    ticks: Int
  }
`;

const MIXED: Record<string, unknown[]> = {
  mixed: ['Item', 'Bare', 'Other'],
  'mixed-things': ['typename', 'Guarded', 'lazy'],
};
const BLUE_VALUE = { blue: true };

type Arguments = Record<string, unknown> & { kind?: string; as?: string; filter?: Record<string, unknown> };
type Answer = (probe: Probe, kind: string, args: Arguments, source: unknown) => unknown;

const SERIALIZED: Record<string, () => unknown> = {
  null: () => null,
  undefined: () => undefined,
  promise: () => Promise.resolve('serialized later'),
  'promise-null': () => Promise.resolve(null),
  reject: () => Promise.reject(new Error('serialize rejects')),
  object: () => ({ b: 1, a: [null, { c: 2 }] }),
  throw: () => {
    throw new Error('serialize throws');
  },
};

const item = (): unknown => ({ id: 'i', as: 'Item' });
const bare = (): unknown => new BareSource('b');
const list =
  (ok: () => unknown): Answer =>
  (probe, kind) =>
    probe.produceList(kind, ok);
const one =
  (ok: () => unknown): Answer =>
  (probe, kind) =>
    probe.produce(kind, ok);
/** Values of the asked-for type; of several types by turns when that is `mixed`. */
const abstract = ({ as }: Arguments): (() => unknown) => {
  const turns = MIXED[String(as)] ?? [as];
  let turn = 0;
  return () => {
    const next = turns[turn++ % turns.length];
    return next === 'Bare' ? Object.assign(new BareSource('a'), { as: 'Bare' }) : typed(next);
  };
};

function typed(as: unknown): unknown {
  const source = { id: `as ${String(as)}`, str: 'plain str', as };
  return as === 'typename' ? { ...source, __typename: 'Item' } : source;
}

/** How each field answers, whether a resolver or a method of the source does. */
const ANSWERS: Record<string, Answer> = {
  str: one(() => 'str'),
  strNN: one(() => 'str'),
  int: one(() => 42),
  flag: one(() => true),
  nasty: (probe, kind, args) => probe.produce(kind, () => args.value ?? 'fine'),
  nastyNN: (probe, kind, args) => probe.produce(kind, () => args.value ?? 'fine'),
  color: (probe, kind, args) => probe.produce(kind, () => args.color),
  colors: list(() => 'red'),
  strs: list(() => 'item'),
  strsNN: list(() => 'item'),
  matrix: (probe, kind) => [[1, null], probe.produceList(kind, () => 5), [3]],
  obj: one(item),
  objNN: one(item),
  objs: list(item),
  objsNN: list(item),
  bare: one(bare),
  bares: list(bare),
  node: (probe, kind, args) => probe.produce(kind, abstract(args)),
  nodeNN: (probe, kind, args) => probe.produce(kind, abstract(args)),
  nodes: (probe, kind, args) => probe.produceList(kind, abstract(args)),
  thing: (probe, kind, args) => probe.produce(kind, abstract(args)),
  things: (probe, kind, args) => probe.produceList(kind, abstract(args)),
  guarded: (probe, kind, args) => probe.produce(kind, () => typed(args.as)),
  args: (probe, _kind, args) => probe.describe(args),
  required: (_probe, _kind, args) => `required ${String(args.n)}`,
  user: (probe, _kind, args) => probe.users.load(String(args.id)),
  tag: (probe, _kind, args) => probe.tags.load(String(args.id)),
  step: (probe, kind, args) => probe.produce(kind, () => args.n),
  stepNN: (probe, kind, args) => probe.produce(kind, () => args.n),
  stepObj: one(item),
};

function answer(
  name: string,
  source: unknown,
  args: Arguments,
  probe: Probe,
  info: GraphQLResolveInfo,
): unknown {
  probe.called(`${name} of ${probe.describe(source)}`, args, info);
  const result = (ANSWERS[name] as Answer)(probe, args.kind ?? 'ok', { ...args }, source);
  spoil(args);
  return result;
}

/** Writes to the arguments, as a careless resolver does: the next call must not see it. */
function spoil(args: Arguments): void {
  args.kind = 'spoilt';
  if (args.filter == null) return;
  args.filter.spoilt = true;
  if (Array.isArray(args.filter.list)) args.filter.list.push(99);
}

export class BareSource {
  plain = 'plain';
  plainNN = null;
  sized = 'a property that takes arguments';
  promised = Promise.resolve(11);
  thunk = (): unknown[] => ['a', Promise.resolve('b')];
  arrow = (...given: unknown[]): string => `arrow ${given.length}`;

  constructor(readonly id: string) {}

  get rejected(): Promise<string> {
    return Promise.reject(new Error('property rejects'));
  }

  get getter(): string {
    throw new Error('getter throws');
  }

  method(args: Arguments, probe: Probe, info: GraphQLResolveInfo): string {
    probe.called(`method of ${this.id}`, args, info);
    return `method ${this.id} ${String(args.n)}`;
  }
}
for (const name of Object.keys(ANSWERS)) {
  Object.defineProperty(BareSource.prototype, name, {
    value(this: BareSource, args: Arguments, probe: Probe, info: GraphQLResolveInfo) {
      return answer(name, this, args, probe, info);
    },
  });
}

/** A schema where fields, types and scalars misbehave on demand; every call is written to the probe in the context. */
export function trialSchema(): GraphQLSchema {
  const schema = makeExecutableSchema({
    typeDefs: SDL,
    resolvers: { Color: { RED: 'red', GREEN: 2, BLUE: BLUE_VALUE } },
  });
  for (const typeName of ['Item', 'Query', 'Mutation']) {
    const fields = (schema.getType(typeName) as GraphQLObjectType).getFields();
    for (const name of Object.keys(fields).filter((key) => key in ANSWERS)) {
      fields[name]!.resolve = ((source, args: Arguments, probe: Probe, info) =>
        answer(name, source, args, probe, info)) as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  (schema.getType('Query') as GraphQLObjectType).getFields().source!.resolve = (_source, args: Arguments) =>
    SOURCES[String(args.value)]?.();
  (schema.getType('User') as GraphQLObjectType).getFields().again!.resolve = (_source, _args, probe: Probe) =>
    probe.users.load('again');

  const nasty = schema.getType('Nasty') as GraphQLScalarType;
  nasty.serialize = (value) =>
    typeof value === 'string' && Object.hasOwn(SERIALIZED, value) ? SERIALIZED[value]!() : value;
  nasty.parseValue = (value) => {
    if (value === 'unparsable') throw new Error('parseValue throws');
    return value;
  };

  const possible = (as: unknown): unknown => {
    switch (as) {
      case 'null':
        return null;
      case 'number':
        return 5;
      case 'object-type':
        return schema.getType('Item');
      case 'throw':
        throw new Error('resolveType throws');
      case 'async':
        return Promise.resolve('Item');
      case 'async-null':
        return Promise.resolve(undefined);
      case 'reject':
        return Promise.reject(new Error('resolveType rejects'));
      default:
        return as;
    }
  };
  (schema.getType('Node') as GraphQLInterfaceType).resolveType = ((
    value: { as?: unknown },
    probe: Probe,
    info: GraphQLResolveInfo,
    type: GraphQLAbstractType,
  ) => {
    probe.called(`resolveType ${type.name}`, {}, info);
    return possible(value.as);
  }) as GraphQLUnionType['resolveType'];

  const isTypeOf = (name: string, decide: (as: unknown) => unknown): void => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is not an object type`);
    type.isTypeOf = ((value: { as?: unknown }, probe: Probe, info: GraphQLResolveInfo) => {
      probe.called(`isTypeOf ${name}`, {}, info);
      return decide(value.as);
    }) as GraphQLObjectType['isTypeOf'];
  };
  isTypeOf('Guarded', (as) => {
    if (as === 'throw') throw new Error('isTypeOf throws');
    if (as === 'async') return Promise.resolve(true);
    if (as === 'async-no') return Promise.resolve(false);
    if (as === 'reject') return Promise.reject(new Error('isTypeOf rejects'));
    return as === 'yes' || as === 'Guarded';
  });
  isTypeOf('Lazy', (as) => Promise.resolve(as === 'lazy'));
  return schema;
}

const SOURCES: Record<string, () => unknown> = {
  function: () => Object.assign(() => 'a function', { plain: 'of a function', id: 'f' }),
  string: () => 'a string',
  number: () => 5,
  'null-prototype': () =>
    Object.assign(Object.create(null) as object, { id: 'n', plain: 'bare', missingNN: 1 }),
  proxy: () =>
    new Proxy({ id: 'p' }, { get: (_target, key) => (key === 'then' ? undefined : `got ${String(key)}`) }),
  array: () => Object.assign([1, 2], { id: 'l', plain: 'on a list' }),
  bare,
};

import * as fc from 'fast-check';
import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { guardedSchema } from './access.fixtures';

/** Draws the next value of a run. The same seed draws the same values, and a failing run shrinks by them. */
export class Draw {
  constructor(private readonly next: fc.GeneratorValue) {}

  integer(min: number, max: number): number {
    return this.next(fc.integer, { min, max });
  }

  chance(percent: number): boolean {
    return this.integer(1, 100) <= percent;
  }

  /** One of several, and never none. */
  oneOf<T>(values: readonly T[]): T {
    const value = values[this.integer(0, values.length - 1)];
    if (value === undefined) throw new Error('nothing to draw from');
    return value;
  }

  someOf<T>(values: readonly T[], percent = 50): T[] {
    return values.filter(() => this.chance(percent));
  }
}

export const SCOPES = ['S0', 'S1', 'S2', 'S3', 'S4'];
const LEAVES = ['a', 'b', 'c'];
const LINKS = ['x', 'y', 'z'];

/** Told by the generator, so that the tests need not ask the code under test. */
export interface RandomSchema {
  readonly schema: GraphQLSchema;
  /** `T0.a` → `S3`, `anyCaller`, `adminOnly` or `public`. */
  readonly requirements: ReadonlyMap<string, string>;
}

interface TypeModel {
  readonly name: string;
  readonly keyword: 'interface' | 'type';
  readonly parents: readonly TypeModel[];
  /** Field name → return type and requirement. */
  readonly fields: Map<string, { readonly type: string; readonly requirement: string }>;
}

/** A valid schema: interfaces that implement interfaces, unions, covariant fields, lists and non-null. */
export function randomSchema(draw: Draw): RandomSchema {
  const interfaces = [...Array(draw.integer(1, 3)).keys()].map((i) => `I${i}`);
  const objects = [...Array(draw.integer(2, 5)).keys()].map((i) => `T${i}`);
  const unions = [...Array(draw.integer(0, 2)).keys()].map((i) => ({
    name: `U${i}`,
    members: [draw.oneOf(objects), ...draw.someOf(objects, 30)],
  }));
  const composites = [...interfaces, ...objects, ...unions.map(({ name }) => name)];

  const models: TypeModel[] = [];
  for (const name of [...interfaces, 'Query', 'Mutation', ...objects]) {
    const keyword = interfaces.includes(name) ? 'interface' : 'type';
    const candidates = models.filter((model) => model.keyword === 'interface');
    const direct = name === 'Query' || name === 'Mutation' ? [] : draw.someOf(candidates);
    const parents = [...new Set(direct.flatMap((parent) => [parent, ...parent.parents]))];
    models.push({ name, keyword, parents, fields: new Map() });
  }
  for (const model of models) {
    inherit(draw, model, models);
    // An interface's own fields are named after it, so that two interfaces never disagree about one.
    const isInterface = model.keyword === 'interface';
    const leaves = isInterface ? [`${model.name}Leaf`] : [draw.oneOf(LEAVES), ...draw.someOf(LEAVES)];
    const links = isInterface ? [`${model.name}Link`] : [draw.oneOf(LINKS), ...draw.someOf(LINKS)];
    for (const leaf of leaves) model.fields.set(leaf, { type: 'Int', requirement: randomRequirement(draw) });
    for (const link of links)
      model.fields.set(link, {
        type: wrap(draw, draw.oneOf([...composites, ...interfaces])),
        requirement: randomRequirement(draw),
      });
  }

  const unionSdl = unions.map(({ name, members }) => `union ${name} = ${[...new Set(members)].join(' | ')}`);
  return {
    schema: guardedSchema([...models.map(printModel), ...unionSdl, unusedScopes()].join('\n')),
    requirements: new Map(
      models.flatMap(({ name, fields }) =>
        [...fields].map(([field, { requirement }]) => [`${name}.${field}`, requirement] as const),
      ),
    ),
  };
}

/** Interfaces take a field as it is, objects may narrow its type: so whatever the parents, they agree. */
function inherit(draw: Draw, model: TypeModel, models: readonly TypeModel[]): void {
  for (const parent of model.parents)
    for (const [field, { type, requirement }] of parent.fields) {
      const narrower = models
        .filter(({ parents }) => model.keyword === 'type' && parents.some(({ name }) => type.includes(name)))
        .map(({ name }) => type.replace(/\w+/, name));
      model.fields.set(field, { type: draw.oneOf([type, ...narrower]), requirement });
    }
}

function wrap(draw: Draw, type: string): string {
  return draw.oneOf([type, type, `[${type}]`, `[${type}!]`, `[[${type}]]`]);
}

function randomRequirement(draw: Draw): string {
  return draw.oneOf([...SCOPES, ...SCOPES, 'anyCaller', 'anyCaller', 'public', 'adminOnly']);
}

function printModel({ name, keyword, parents, fields }: TypeModel): string {
  const implemented =
    parents.length > 0 ? ` implements ${parents.map((parent) => parent.name).join(' & ')}` : '';
  const lines = [...fields].map(([field, { type, requirement }]) => {
    const directive = SCOPES.includes(requirement)
      ? `@requiresScope(scope: ${requirement})`
      : `@${requirement}`;
    return `${field}: ${type} ${directive}`;
  });
  return `${keyword} ${name}${implemented} { ${lines.join('\n')} }`;
}

/** The enum holds the scopes that are mentioned; a comment is enough. */
function unusedScopes(): string {
  return SCOPES.map((scope) => `# scope: ${scope}`).join('\n');
}

const members = new WeakMap<GraphQLSchema, Map<GraphQLNamedType, readonly GraphQLObjectType[]>>();

/** The object types that a value of this type can have. */
export function membersOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  const known = members.get(schema) ?? new Map<GraphQLNamedType, readonly GraphQLObjectType[]>();
  members.set(schema, known);
  const found =
    known.get(type) ??
    Object.values(schema.getTypeMap())
      .filter((candidate) => isObjectType(candidate))
      .filter((candidate) => belongsTo(candidate, type));
  known.set(type, found);
  return found;
}

export function belongsTo(object: GraphQLObjectType, type: GraphQLNamedType | undefined): boolean {
  if (isUnionType(type)) return type.getTypes().includes(object);
  if (isInterfaceType(type)) return object.getInterfaces().includes(type);
  return object === type;
}

/** A valid document of a few operations that share fragments. */
export function randomDocument(draw: Draw, schema: GraphQLSchema): string {
  const composites = Object.values(schema.getTypeMap()).filter(
    (type) => isCompositeType(type) && !type.name.startsWith('__'),
  ) as GraphQLCompositeType[];
  const fragments = new Map<string, { on: GraphQLCompositeType; text: string }>();
  for (const name of ['F0', 'toString', '__proto__', 'F3'].slice(0, draw.integer(0, 4))) {
    const on = draw.oneOf(composites);
    fragments.set(name, { on, text: randomSelections(draw, schema, on, fragments, 2) });
  }

  const operations = [...Array(draw.integer(1, 3)).keys()].map((i) => {
    const keyword = draw.oneOf(['query', 'query', 'mutation']);
    const root = keyword === 'query' ? schema.getQueryType() : schema.getMutationType();
    if (root == null) throw new Error('the schema has no such root');
    const text = randomSelections(draw, schema, root, fragments, 3);
    const reachable = [text, ...[...reachableFrom(text, fragments)].map((name) => fragments.get(name)?.text)];
    const variables = ['u', 'v', 'w'].filter((name) => reachable.join(' ').includes(`$${name}`));
    const declared = variables.map((name) => `$${name}: Boolean!${name === 'w' ? ' = false' : ''}`);
    return `${keyword} Op${i}${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${text}`;
  });
  const used = reachableFrom(operations.join(' '), fragments);
  const definitions = [...fragments]
    .filter(([name]) => used.has(name))
    .map(([name, { on, text }]) => `fragment ${name} on ${on.name} ${text}`);
  return [...operations, ...definitions].join('\n');
}

function reachableFrom(text: string, fragments: ReadonlyMap<string, { text: string }>): Set<string> {
  const names = [...text.matchAll(/\.\.\.(\w+)/g)].map((match) => match[1] ?? '');
  return new Set(
    names.flatMap((name) => [name, ...reachableFrom(fragments.get(name)?.text ?? '', fragments)]),
  );
}

function randomSelections(
  draw: Draw,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  fragments: ReadonlyMap<string, { on: GraphQLCompositeType }>,
  depth: number,
): string {
  const selections = Array.from({ length: draw.integer(1, 4) }, () => {
    const kind = draw.integer(1, 10);
    const condition = randomCondition(draw);
    const overlapping = [...fragments].filter(([, { on }]) => overlap(schema, on, parent));
    if (kind <= 3 && overlapping.length > 0) return `...${draw.oneOf(overlapping)[0]}${condition}`;
    if (kind <= 5 && depth > 0) {
      const types = Object.values(schema.getTypeMap()).filter(
        (type) => isCompositeType(type) && overlap(schema, type, parent),
      ) as GraphQLCompositeType[];
      const on = draw.oneOf([undefined, ...types, ...types].map((type) => ({ type }))).type;
      const inner = randomSelections(draw, schema, on ?? parent, fragments, depth - 1);
      return `...${on === undefined ? '' : ` on ${on.name}`}${condition} ${inner}`;
    }
    return randomField(draw, schema, parent, fragments, depth, condition);
  });
  return `{ ${selections.join(' ')} }`;
}

function randomField(
  draw: Draw,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  fragments: ReadonlyMap<string, { on: GraphQLCompositeType }>,
  depth: number,
  condition: string,
): string {
  const fields = isUnionType(parent) ? [] : Object.values(parent.getFields());
  const candidates = depth > 0 ? fields : fields.filter(({ type }) => !isCompositeType(getNamedType(type)));
  if (candidates.length === 0 || draw.chance(5)) return `__typename${condition}`;
  const { name, type } = draw.oneOf(candidates);
  const returned = getNamedType(type);
  if (!isCompositeType(returned)) return `${draw.oneOf(['', '', `k_${name}: `])}${name}${condition}`;
  // The key tells the type, so that fields merge where they may and never conflict.
  const key = `${draw.oneOf(['p', 'q'])}_${name}_${String(type).replaceAll(/[[\]!]/g, '_')}`;
  return `${key}: ${name}${condition} ${randomSelections(draw, schema, returned, fragments, depth - 1)}`;
}

function overlap(schema: GraphQLSchema, a: GraphQLCompositeType, b: GraphQLCompositeType): boolean {
  return a === b || membersOf(schema, a).some((member) => belongsTo(member, b));
}

function randomCondition(draw: Draw): string {
  if (draw.chance(60)) return '';
  const directive = draw.oneOf(['@skip', '@include']);
  return ` ${directive}(if: ${draw.oneOf(['true', 'false', '$u', '$v', '$w'])})`;
}

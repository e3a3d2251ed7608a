import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { readScope, scopeValuesOf } from './catalogue';
import { type SdlSource, sourceProblems } from './checkSources';
import { fieldsOf, rootTypesOf } from './fields';
import { readGuardrails } from './guardrails';
import { laxDefinitions, misplacedDirectives } from './misplaced';
import { placesInDocument, placesInSchema } from './places';
import { printRequirement, readRequirement } from './requirement';

export { type SdlSource } from './checkSources';

/** The schema does not say, once for each of its fields, who may use it. The server must not start. */
export class SchemaAccessError extends Error {
  /** One line each, beginning with the schema coordinate. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The schema's access rules are wrong:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = new.target.name;
    this.problems = problems;
  }
}

/**
 * The check at start: every field of the schema that will execute says once who may use it, however it got there, and
 * nothing that looks like a rule is without effect.
 *
 * @param schema the final executing schema: resolvers attached, after every transform
 * @param sources the SDL files it was made of
 * @throws SchemaAccessError naming every coordinate that is wrong
 */
export function checkAccess(schema: GraphQLSchema, sources: readonly SdlSource[]): void {
  const requirements = requirementsOf(schema);
  const places = [
    ...placesInSchema(schema),
    ...sources.flatMap(({ document }) => placesInDocument(document)),
  ];
  // A set, because a fault in a file shows in the executing schema as well.
  const problems = new Set([
    ...fieldProblems(schema),
    ...inheritanceProblems(schema, requirements),
    ...sourceProblems(sources, requirements),
    ...misplacedDirectives(schema, places),
    ...laxDefinitions(schema),
    ...scopeProblems(schema),
    ...mixedScopeProblems(schema),
    ...resolverProblems(schema),
  ]);
  if (problems.size > 0) throw new SchemaAccessError([...problems]);
}

/** The printed requirement of each field that has exactly one. */
function requirementsOf(schema: GraphQLSchema): Map<string, string> {
  const requirements = new Map<string, string>();
  for (const { coordinate, field } of fieldsOf(schema)) {
    const reading = readRequirement(field.astNode);
    if ('requirement' in reading) requirements.set(coordinate, printRequirement(reading.requirement));
  }
  return requirements;
}

function fieldProblems(schema: GraphQLSchema): string[] {
  const scopes = new Set(scopeValuesOf(schema).map(({ name }) => name));
  return fieldsOf(schema).flatMap(({ coordinate, field }) => {
    const problems = [...readGuardrails(field.name, field.astNode).problems];
    const reading = readRequirement(field.astNode);
    if ('problem' in reading) problems.push(reading.problem);
    else if (reading.requirement.kind === 'scope' && !scopes.has(reading.requirement.scope))
      problems.push(`requires ${reading.requirement.scope}, which is not a value of enum Scope`);
    return problems.map((problem) => `${coordinate} ${problem}`);
  });
}

/** A field asks for the same whether it is read on the object or through an interface. */
function inheritanceProblems(schema: GraphQLSchema, requirements: ReadonlyMap<string, string>): string[] {
  const implementers = new Set(fieldsOf(schema).map(({ type }) => type));
  return [...implementers].flatMap((type) =>
    type.getInterfaces().flatMap((parent) =>
      Object.keys(parent.getFields()).flatMap((field) => {
        const coordinate = `${type.name}.${field}`;
        const inherited = `${parent.name}.${field}`;
        if (!Object.hasOwn(type.getFields(), field))
          return [`${coordinate} is missing, but ${inherited} is there`];
        const own = requirements.get(coordinate);
        const theirs = requirements.get(inherited);
        return own === undefined || theirs === undefined || own === theirs
          ? []
          : [`${coordinate} has ${own}, but ${inherited} has ${theirs}`];
      }),
    ),
  );
}

function scopeProblems(schema: GraphQLSchema): string[] {
  const used = new Set<string>();
  for (const { type, field } of fieldsOf(schema)) {
    const reading = readRequirement(field.astNode);
    // Only fields of objects execute: a scope that stands on interfaces alone unlocks nothing.
    if (isObjectType(type) && 'requirement' in reading && reading.requirement.kind === 'scope')
      used.add(reading.requirement.scope);
  }
  return scopeValuesOf(schema).flatMap(({ name, astNode }) => {
    const reading = readScope(astNode);
    return [
      ...('problem' in reading ? [`Scope.${name} ${reading.problem}`] : []),
      ...(used.has(name) ? [] : [`Scope.${name} is used by no field`]),
    ];
  });
}

/** Reads are granted apart from writes: whoever may look must not be able to change anything. */
function mixedScopeProblems(schema: GraphQLSchema): string[] {
  const queries = toolsByScope(schema.getQueryType());
  const mutations = toolsByScope(schema.getMutationType());
  return [...queries].flatMap(([scope, reads]) => {
    const writes = mutations.get(scope);
    return writes === undefined
      ? []
      : [`Scope.${scope} unlocks both queries (${reads.join(', ')}) and mutations (${writes.join(', ')})`];
  });
}

function toolsByScope(root: GraphQLObjectType | null | undefined): Map<string, string[]> {
  const tools = new Map<string, string[]>();
  for (const field of Object.values(root?.getFields() ?? {})) {
    const reading = readRequirement(field.astNode);
    if (!('requirement' in reading) || reading.requirement.kind !== 'scope') continue;
    const { scope } = reading.requirement;
    tools.set(scope, [...(tools.get(scope) ?? []), field.name]);
  }
  return tools;
}

/** A root field that falls back on the default resolver answers null, which looks like "not there". */
function resolverProblems(schema: GraphQLSchema): string[] {
  return rootTypesOf(schema).flatMap((root) =>
    Object.values(root.getFields()).flatMap(({ name, resolve, subscribe }) => {
      const resolver = root === schema.getSubscriptionType() ? subscribe : resolve;
      return resolver === undefined || resolver === defaultFieldResolver
        ? [`${root.name}.${name} has no resolver`]
        : [];
    }),
  );
}

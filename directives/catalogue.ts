import { type EnumValueDefinitionNode, type GraphQLSchema, isEnumType } from 'graphql';
import { type Risk, ScopeCatalogue, type ScopeDescription, type Tool } from '../src/auth/scopes';
import { guardrailsOf, readGuardrails } from './guardrails';
import { readRequirement } from './requirement';
import { enumArgument, enumListArgument, textArgument } from './sdlArguments';

/** A value of enum Scope as its `@scope` describes it, or why it is not described. */
export type ScopeReading =
  Pick<ScopeDescription, 'title' | 'risk' | 'group' | 'presets'> | { readonly problem: string };

/** Reads the `@scope` of an enum value. */
export function readScope(node: EnumValueDefinitionNode | null | undefined): ScopeReading {
  const [directive, ...more] = (node?.directives ?? []).filter(({ name }) => name.value === 'scope');
  if (directive === undefined) return { problem: 'has no @scope' };
  if (more.length > 0) return { problem: `has ${more.length + 1} @scope directives, must have one` };
  const title = textArgument(directive, 'title');
  const risk = enumArgument(directive, 'risk');
  const group = enumArgument(directive, 'group');
  if (title === undefined || group === undefined || !isRisk(risk))
    return { problem: '@scope needs a title, a group and a risk: LOW, MEDIUM or HIGH' };
  const presets = enumListArgument(directive, 'presets');
  if (presets === undefined) return { problem: '@scope(presets:) must be a list of shipped presets' };
  return { title, risk, group, presets };
}

function isRisk(value: string | undefined): value is Risk {
  return value === 'LOW' || value === 'MEDIUM' || value === 'HIGH';
}

/** The values of enum Scope; none when the schema has no such enum. */
export function scopeValuesOf(
  schema: GraphQLSchema,
): { name: string; description?: string | null; astNode?: EnumValueDefinitionNode | null }[] {
  const type = schema.getType('Scope');
  return isEnumType(type) ? [...type.getValues()] : [];
}

/**
 * The scope catalogue as the schema tells it: the values of enum Scope in their order, what `@scope` says of each, and
 * the root query and mutation fields that it unlocks with their guardrails.
 *
 * @throws Error naming a scope that is not described (a schema that the boot check refuses)
 */
export function readScopeCatalogue(schema: GraphQLSchema): ScopeCatalogue {
  const tools = toolsByScope(schema);
  return new ScopeCatalogue(
    scopeValuesOf(schema).map(({ name, description, astNode }) => {
      const reading = readScope(astNode);
      if ('problem' in reading) throw new Error(`Scope.${name} ${reading.problem}`);
      return { id: name, ...reading, description: description ?? '', tools: tools.get(name) ?? [] };
    }),
    guardrailsOf(schema),
  );
}

function toolsByScope(schema: GraphQLSchema): Map<string, Tool[]> {
  const roots = [
    { kind: 'QUERY', type: schema.getQueryType() },
    { kind: 'MUTATION', type: schema.getMutationType() },
  ] as const;
  const tools = new Map<string, Tool[]>();
  for (const { kind, type } of roots) {
    for (const { name, description, astNode } of Object.values(type?.getFields() ?? {})) {
      const reading = readRequirement(astNode);
      if ('problem' in reading || reading.requirement.kind !== 'scope') continue;
      const { scope } = reading.requirement;
      const { guardrails } = readGuardrails(name, astNode);
      const unlocked = tools.get(scope) ?? [];
      unlocked.push({ name, kind, description: description ?? '', guardrails });
      tools.set(scope, unlocked);
    }
  }
  return tools;
}

import { type ConstDirectiveNode, type FieldDefinitionNode, type GraphQLField } from 'graphql';
import { enumArgument } from './sdlArguments';

/** What a field asks of its caller. Every field of every object and interface type has exactly one. */
export type Requirement =
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'anyCaller' }
  | { readonly kind: 'adminOnly' }
  | { readonly kind: 'public' };

/** A field's requirement, or why it has none that can be relied on. */
export type RequirementReading = { readonly requirement: Requirement } | { readonly problem: string };

/** The directives that state a requirement. */
export const ACCESS_DIRECTIVES: ReadonlySet<string> = new Set([
  'requiresScope',
  'anyCaller',
  'adminOnly',
  'public',
]);

/** The access directives on a field, in the order they are written; none for a field without SDL. */
export function accessDirectivesOf(node: FieldDefinitionNode | null | undefined): ConstDirectiveNode[] {
  return (node?.directives ?? []).filter((directive) => ACCESS_DIRECTIVES.has(directive.name.value));
}

/**
 * Reads the requirement that stands on a field's SDL. Anything but one well-formed access directive is a problem, never
 * a default: a field that says nothing is not open, it is a mistake.
 */
export function readRequirement(node: FieldDefinitionNode | null | undefined): RequirementReading {
  const directives = accessDirectivesOf(node);
  const [directive, ...more] = directives;
  if (directive === undefined) return { problem: 'has no access directive' };
  if (more.length > 0) {
    const names = directives.map(({ name }) => `@${name.value}`).join(', ');
    return { problem: `has ${directives.length} access directives (${names}), must have one` };
  }
  return interpret(directive);
}

function interpret(directive: ConstDirectiveNode): RequirementReading {
  const name = directive.name.value;
  const count = directive.arguments?.length ?? 0;
  if (name === 'requiresScope') {
    const scope = enumArgument(directive, 'scope');
    return scope === undefined || count !== 1
      ? { problem: '@requiresScope takes one argument, scope: a value of enum Scope' }
      : { requirement: { kind: 'scope', scope } };
  }
  if (count > 0) return { problem: `@${name} takes no arguments` };
  switch (name) {
    case 'anyCaller':
    case 'adminOnly':
    case 'public':
      return { requirement: { kind: name } };
    default:
      return { problem: `@${name} is not an access directive` };
  }
}

/**
 * The requirement of a field of the executing schema.
 *
 * @param coordinate schema coordinate of the field, for the error
 * @throws Error when the field has none, or more than one: the boot check would have refused the schema, so it was
 *   by-passed
 */
export function requirementOf(
  coordinate: string,
  field: Pick<GraphQLField<unknown, unknown>, 'astNode'>,
): Requirement {
  const reading = readRequirement(field.astNode);
  if ('problem' in reading) throw new Error(`${coordinate} ${reading.problem}`);
  return reading.requirement;
}

/** The directive as the SDL writes it: `@requiresScope(scope: VIDEOS_READ)`. Equal text means equal requirement. */
export function printRequirement(requirement: Requirement): string {
  return requirement.kind === 'scope'
    ? `@requiresScope(scope: ${requirement.scope})`
    : `@${requirement.kind}`;
}

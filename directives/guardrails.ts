import { type ConstDirectiveNode, type FieldDefinitionNode, type GraphQLSchema } from 'graphql';
import { type Guardrail } from '../src/auth/scopes';
import { enumArgument, integerArgument, textArgument } from './sdlArguments';

/** The `@guardrail`s of a field that are well formed, and what is wrong with the others. */
export interface GuardrailReading {
  readonly guardrails: readonly Guardrail[];
  readonly problems: readonly string[];
}

/** @param tool name of the root field that `node` declares */
export function readGuardrails(tool: string, node: FieldDefinitionNode | null | undefined): GuardrailReading {
  const guardrails: Guardrail[] = [];
  const problems: string[] = [];
  for (const directive of node?.directives ?? []) {
    if (directive.name.value !== 'guardrail') continue;
    const guardrail = interpret(tool, directive);
    if (typeof guardrail === 'string') problems.push(guardrail);
    else if (guardrails.some(({ unit, window }) => unit === guardrail.unit && window === guardrail.window))
      problems.push(`has two @guardrails on ${guardrail.unit} per ${guardrail.window}`);
    else guardrails.push(guardrail);
  }
  return { guardrails, problems };
}

function interpret(tool: string, directive: ConstDirectiveNode): Guardrail | string {
  const unit = textArgument(directive, 'unit');
  const limit = integerArgument(directive, 'limit');
  const window = enumArgument(directive, 'window');
  if (unit === undefined) return '@guardrail needs a unit';
  if (limit === undefined || limit < 1) return '@guardrail needs a limit of 1 or more';
  if (window !== 'HOUR' && window !== 'DAY') return '@guardrail needs a window, HOUR or DAY';
  return { tool, unit, limit, window };
}

/**
 * Every guardrail of the schema, whatever its tool requires: an admin-only tool has no place in the scope catalogue but
 * is held to its guardrails all the same.
 */
export function guardrailsOf(schema: GraphQLSchema): Guardrail[] {
  return [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}).flatMap(
      (field) => readGuardrails(field.name, field.astNode).guardrails,
    ),
  );
}

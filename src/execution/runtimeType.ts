import { GraphQLError, isObjectType, type GraphQLAbstractType, type GraphQLObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect';
import { type FieldVisit } from './fields';

/**
 * The object type that `name`, the answer of a `resolveType`, stands for.
 * @throws GraphQLError in graphql-js's words, when it is not the name of a possible type
 */
export function possibleRuntimeType(
  visit: FieldVisit,
  abstractType: GraphQLAbstractType,
  value: unknown,
  name: unknown,
): GraphQLObjectType {
  const { schema } = visit.run.context;
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(type) && schema.isSubType(abstractType, type)) return type;
  throw notPossible(visit, abstractType, value, name);
}

function notPossible(
  { run, field }: FieldVisit,
  { name: abstractName }: GraphQLAbstractType,
  value: unknown,
  name: unknown,
): GraphQLError {
  const atNodes = { nodes: run.nodesOf(field) };
  const unresolved =
    `Abstract type "${abstractName}" must resolve to an Object type at runtime for field ` +
    `"${field.parentType.name}.${field.name}"`;
  if (name == null) {
    return new GraphQLError(
      `${unresolved}. Either the "${abstractName}" type should provide a "resolveType" function ` +
        `or each possible type should provide an "isTypeOf" function.`,
      atNodes,
    );
  }
  if (isObjectType(name)) {
    return new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof name !== 'string') {
    return new GraphQLError(`${unresolved} with value ${inspect(value)}, received "${inspect(name)}".`);
  }
  const type = run.context.schema.getType(name);
  if (type == null) {
    return new GraphQLError(
      `Abstract type "${abstractName}" was resolved to a type "${name}" that does not exist inside the schema.`,
      atNodes,
    );
  }
  return new GraphQLError(
    isObjectType(type)
      ? `Runtime Object type "${type.name}" is not a possible type for "${abstractName}".`
      : `Abstract type "${abstractName}" was resolved to a non-object type "${name}".`,
    atNodes,
  );
}

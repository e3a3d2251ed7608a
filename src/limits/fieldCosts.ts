import { type GraphQLField, Kind } from 'graphql';

/**
 * How many fields' worth of work a field is by itself, without what is selected in it: what `@cost(fields:)` says in the
 * SDL, or 1.
 */
export function ownCost(field: GraphQLField<unknown, unknown>): number {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'cost');
  const value = directive?.arguments?.find(({ name }) => name.value === 'fields')?.value;
  return value?.kind === Kind.INT ? Number(value.value) : 1;
}

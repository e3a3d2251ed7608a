import { DirectiveLocation, type GraphQLSchema, Kind } from 'graphql';
import { type Place } from './places';
import { ACCESS_DIRECTIVES } from './requirement';

/** Directives that stand where they mean nothing, so that a reader would take for guarded what is not. */
export function misplacedDirectives(schema: GraphQLSchema, places: readonly Place[]): string[] {
  const toolTypes = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  return places.flatMap(({ coordinate, memberOf, node }) => {
    const isField = node.kind === Kind.FIELD_DEFINITION;
    const isScope = node.kind === Kind.ENUM_VALUE_DEFINITION && memberOf === 'Scope';
    return (node.directives ?? []).flatMap(({ name: { value: name } }) => {
      if (ACCESS_DIRECTIVES.has(name) && !isField)
        return `${coordinate} carries @${name}, which guards only a field of an object or interface type`;
      if (name === 'guardrail' && !(isField && memberOf !== undefined && toolTypes.includes(memberOf)))
        return `${coordinate} carries @guardrail, which limits only a query or mutation root field`;
      if (name === 'scope' && !isScope)
        return `${coordinate} carries @scope, which describes only a value of enum Scope`;
      return [];
    });
  });
}

/** Access directives whose own definition would let them stand elsewhere, or twice. */
export function laxDefinitions(schema: GraphQLSchema): string[] {
  return schema.getDirectives().flatMap(({ name, locations, isRepeatable }) => {
    if (!ACCESS_DIRECTIVES.has(name)) return [];
    const other = locations.filter((location) => location !== DirectiveLocation.FIELD_DEFINITION);
    return [
      ...(other.length > 0
        ? [`@${name} is allowed on ${other.join(', ')}, must be on FIELD_DEFINITION only`]
        : []),
      ...(isRepeatable ? [`@${name} is repeatable, must not be`] : []),
    ];
  });
}

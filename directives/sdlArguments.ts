import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';

/**
 * Arguments of a directive as the SDL writes them. They are read from the AST rather than coerced, because a schema
 * that was built with `assumeValid` (as every schema transform does) was never checked against its own definitions.
 */

/** The value of an argument that is given exactly once; undefined when it is missing or given twice. */
function argumentOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  const given = (directive.arguments ?? []).filter((argument) => argument.name.value === name);
  return given.length === 1 ? given[0]?.value : undefined;
}

/** The name of an enum value; undefined for anything else, a string or null included. */
export function enumArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

/** The names in a list of enum values; none when the argument is left out, undefined for anything else. */
export function enumListArgument(directive: ConstDirectiveNode, name: string): string[] | undefined {
  if (!(directive.arguments ?? []).some((argument) => argument.name.value === name)) return [];
  const value = argumentOf(directive, name);
  if (value?.kind !== Kind.LIST) return undefined;
  const names = value.values.flatMap((item) => (item.kind === Kind.ENUM ? [item.value] : []));
  return names.length === value.values.length ? names : undefined;
}

/** A string that is not blank; undefined for anything else. */
export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING && value.value.trim() !== '' ? value.value : undefined;
}

/** A whole number; undefined for anything else. */
export function integerArgument(directive: ConstDirectiveNode, name: string): number | undefined {
  const value = argumentOf(directive, name);
  const number = value?.kind === Kind.INT ? Number(value.value) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

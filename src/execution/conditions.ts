import {
  Kind,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Variables = Readonly<Record<string, unknown>>;

/** Names of the variables that decide, through `@skip` or `@include`, which fields of the operation are collected. */
export function conditionVariables(operation: OperationDefinitionNode, fragments: Fragments): string[] {
  const names = new Set<string>();
  const visited = new Set<string>();
  const walk = (selectionSet: SelectionSetNode | undefined): void => {
    for (const selection of selectionSet?.selections ?? []) {
      addVariables(selection, names);
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        walk(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        walk(fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  walk(operation.selectionSet);
  return [...names];
}

function addVariables(selection: SelectionNode, names: Set<string>): void {
  for (const directive of selection.directives ?? []) {
    if (directive.name.value !== 'skip' && directive.name.value !== 'include') continue;
    for (const { value } of directive.arguments ?? []) {
      if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    }
  }
}

/**
 * A key that is equal for two sets of variables when `@skip` and `@include` treat them alike. Besides true and false,
 * that is a value that is missing, which they refuse, and, in documents that nobody validated, any other value, which
 * neither skips nor excludes.
 */
export function conditionKey(names: readonly string[], variables: Variables): string {
  let key = '';
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === true) key += 't';
    else if (value === false) key += 'f';
    else key += value == null ? 'n' : 'o';
  }
  return key;
}

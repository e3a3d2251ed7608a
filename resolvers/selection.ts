import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type FieldNames } from '../src/database/tableShape';

type Fragments = GraphQLResolveInfo['fragments'];
type Visit = (field: FieldNode) => void;

/** A field's node belongs to one document, so that what stands below it never changes. */
const known = new WeakMap<FieldNode, FieldNames>();

/**
 * The names of the fields that an operation asks for on the nodes of a connection, as written: `@skip` and `@include` take
 * nothing away. A service reads only the columns behind them.
 */
export function nodeFields({
  fieldNodes,
  fragments,
}: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): FieldNames {
  const [first] = fieldNodes;
  if (first === undefined || fieldNodes.length > 1) return fieldsOfNodes(fieldNodes, fragments);
  let names = known.get(first);
  if (names === undefined) {
    names = fieldsOfNodes(fieldNodes, fragments);
    known.set(first, names);
  }
  return names;
}

function fieldsOfNodes(connections: readonly FieldNode[], fragments: Fragments): FieldNames {
  const names = new Set<string>();
  const addFields: Visit = ({ selectionSet }) => {
    visitFields(selectionSet, fragments, ({ name }) => names.add(name.value));
  };
  for (const { selectionSet } of connections) {
    visitFields(selectionSet, fragments, (field) => {
      if (field.name.value === 'nodes') addFields(field);
      if (field.name.value !== 'edges') return;
      visitFields(field.selectionSet, fragments, (inEdge) => {
        if (inEdge.name.value === 'node') addFields(inEdge);
      });
    });
  }
  return names;
}

/** Every field of a selection set, those of its fragments included, whatever type they are for. */
function visitFields(selectionSet: SelectionSetNode | undefined, fragments: Fragments, visit: Visit): void {
  const spread = new Set<string>();
  const walk = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) visit(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        walk(fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  walk(selectionSet);
}

import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { ownCost } from './fieldCosts';
import { introspectionSizes, type IntrospectionSizes } from './introspectionSizes';

/** What an operation may come to when it runs. */
export interface OperationSize {
  /** Fields, each counted once (or as `@cost` says) for every row that it may be read on; at most {@link MOST}. */
  readonly cost: number;
  /** Fields inside one another, fragments expanded. */
  readonly depth: number;
}

/** Where counting stops: beyond it, sums and products of doubles would not be exact, nor at last be numbers. */
const MOST = Number.MAX_SAFE_INTEGER;

/** The argument by which a list says how many rows it gives at most. */
const SIZE_ARGUMENT = 'first';
/** Where a list has no such argument or the request does not say: about what such lists hold. */
const UNSIZED_LIST = 10;
const UNKNOWN_FIRST = 100;

/** Computes sizes of operations for one schema. */
export class OperationCosts {
  private readonly introspection: IntrospectionSizes;

  constructor(private readonly schema: GraphQLSchema) {
    this.introspection = introspectionSizes(schema);
  }

  /** The variables whose values the size of an operation hangs on. */
  sizeVariables(document: DocumentNode): string[] {
    const names = new Set<string>();
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
        continue;
      collectSizeVariables(definition.selectionSet.selections, names);
    }
    return [...names].sort();
  }

  /**
   * As written: `@skip` and `@include` take nothing away. Linear in the document, for each fragment is sized once.
   *
   * @param document must have passed validation
   * @param variables as they came with the request
   */
  sizeOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): OperationSize {
    const root = this.schema.getRootType(operation.operation);
    if (root == null) return { cost: 0, depth: 0 };
    const walk = new Sizing(this.schema, this.introspection, document, {
      ...defaultsOf(operation),
      ...variables,
    });
    return walk.selections(operation.selectionSet.selections, root, undefined);
  }
}

/** The walk through one operation with one set of variables. */
class Sizing {
  private readonly definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly fragments = new Map<string, OperationSize>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly introspection: IntrospectionSizes,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.definitions = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  /** @param rows what the parent field's `first` said, for the lists among its fields */
  selections(
    selections: readonly SelectionNode[],
    parent: GraphQLCompositeType,
    rows: number | undefined,
  ): OperationSize {
    let cost = 0;
    let depth = 0;
    for (const selection of selections) {
      const size = this.selection(selection, parent, rows);
      cost = Math.min(MOST, cost + size.cost);
      depth = Math.max(depth, size.depth);
    }
    return { cost, depth };
  }

  private selection(
    selection: SelectionNode,
    parent: GraphQLCompositeType,
    rows: number | undefined,
  ): OperationSize {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.field(selection, parent, rows);
      case Kind.INLINE_FRAGMENT:
        return this.selections(
          selection.selectionSet.selections,
          this.narrowed(parent, selection.typeCondition?.name.value),
          rows,
        );
      case Kind.FRAGMENT_SPREAD:
        return this.fragment(selection.name.value, parent, rows);
    }
  }

  private fragment(name: string, parent: GraphQLCompositeType, rows: number | undefined): OperationSize {
    const key = `${name} ${rows ?? ''}`;
    const known = this.fragments.get(key);
    if (known !== undefined) return known;
    const definition = this.definitions.get(name);
    if (definition === undefined) return { cost: 0, depth: 0 };
    const type = this.narrowed(parent, definition.typeCondition.name.value);
    const size = this.selections(definition.selectionSet.selections, type, rows);
    this.fragments.set(key, size);
    return size;
  }

  private field(node: FieldNode, parent: GraphQLCompositeType, inherited: number | undefined): OperationSize {
    const field = this.fieldOf(parent, node.name.value);
    if (field === undefined) return { cost: 1, depth: 1 };
    const cost = ownCost(field);
    const type = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return { cost, depth: 1 };
    const own = this.firstOf(field, node);
    const children = this.selections(node.selectionSet.selections, type, own);
    const times = isListType(getNullableType(field.type)) ? (own ?? inherited ?? UNSIZED_LIST) : 1;
    const factor = this.introspection.get(`${parent.name}.${field.name}`) ?? times;
    return { cost: Math.min(MOST, cost + factor * children.cost), depth: 1 + children.depth };
  }

  private fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (parent === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  private narrowed(parent: GraphQLCompositeType, condition: string | undefined): GraphQLCompositeType {
    const type = condition === undefined ? parent : this.schema.getType(condition);
    return isCompositeType(type) ? type : parent;
  }

  /** Undefined when the field has no such argument. */
  private firstOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    const argument = field.args.find(({ name }) => name === SIZE_ARGUMENT);
    if (argument === undefined) return undefined;
    const given = node.arguments?.find(({ name }) => name.value === SIZE_ARGUMENT)?.value;
    const value = given === undefined ? undefined : this.valueOf(given);
    return asSize(value ?? argument.defaultValue);
  }

  private valueOf(node: ValueNode): unknown {
    if (node.kind === Kind.VARIABLE) return this.variables[node.name.value];
    return node.kind === Kind.INT ? Number(node.value) : undefined;
  }
}

/** A value that does not fit is refused where it is coerced; until then it counts as a full page. */
function asSize(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : UNKNOWN_FIRST;
}

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

function collectSizeVariables(selections: readonly SelectionNode[], names: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.FIELD) {
      const value = selection.arguments?.find(({ name }) => name.value === SIZE_ARGUMENT)?.value;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    }
    collectSizeVariables(selection.selectionSet?.selections ?? [], names);
  }
}

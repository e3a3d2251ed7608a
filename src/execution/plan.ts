import {
  GraphQLEnumType,
  Kind,
  TypeNameMetaFieldDef,
  getArgumentValues,
  getNullableType,
  specifiedScalarTypes,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import { getFieldDef, type ExecutionContext } from 'graphql/execution/execute';
import { completionOf, leafOf, type Complete, type CompleteLeaf } from './completion';
import { conditionKey, conditionVariables } from './conditions';

type Arguments = Record<string, unknown>;
type Collected = ReadonlyMap<string, readonly FieldNode[]>;
type Definition = GraphQLField<unknown, unknown>;

/** The fields to execute on one object type, in response order. */
export type Selection = readonly PlannedField[];

/** One response key on one object type: what does not change from one execution to the next. */
export class PlannedField {
  readonly name: string;
  readonly complete: Complete;
  /** Set when the field is a scalar or an enum, nullable or not: such a value is completed without a path. */
  readonly leaf: CompleteLeaf | undefined;
  /** `__typename` needs no resolver: the plan already knows the type. */
  readonly constant: string | undefined;
  readonly literalArguments: Arguments | undefined;
  private lastType: GraphQLObjectType | undefined;
  private lastSelection: Selection = [];
  private selections: Map<GraphQLObjectType, Selection> | undefined;

  constructor(
    private readonly tree: PlanTree,
    readonly parentType: GraphQLObjectType,
    readonly key: string,
    readonly definition: Definition,
    readonly nodes: readonly FieldNode[],
    node: FieldNode,
  ) {
    this.name = definition.name;
    this.complete = completionOf(definition.type);
    this.leaf = leafOf(definition.type);
    this.constant = definition === TypeNameMetaFieldDef ? parentType.name : undefined;
    this.literalArguments = literalArguments(definition, node);
  }

  /** The arguments of one call, always a fresh object, because a resolver may write to it. */
  argumentsFor({ variableValues }: ExecutionContext): Arguments {
    return this.literalArguments === undefined
      ? getArgumentValues(this.definition, this.nodes[0] as FieldNode, variableValues)
      : { ...this.literalArguments };
  }

  /** The fields below this one when its value is a `type`. Collected at first use, where graphql-js would throw. */
  selectionFor(type: GraphQLObjectType, context: ExecutionContext): Selection {
    if (this.lastType === type) return this.lastSelection;
    this.selections ??= new Map();
    let selection = this.selections.get(type);
    if (selection === undefined) {
      const { schema, fragments, variableValues } = context;
      selection = this.tree.plan(type, collectSubfields(schema, fragments, variableValues, type, this.nodes));
      this.selections.set(type, selection);
    }
    this.lastType = type;
    this.lastSelection = selection;
    return selection;
  }
}

/** Everything planned so far for one operation and one combination of its conditions. */
class PlanTree {
  fields = 0;
  private root: Selection | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly grew: (tree: PlanTree, fields: number) => void,
  ) {}

  rootSelection(rootType: GraphQLObjectType, context: ExecutionContext): Selection {
    const { schema, fragments, variableValues, operation } = context;
    return (this.root ??= this.plan(
      rootType,
      collectFields(schema, fragments, variableValues, rootType, operation.selectionSet),
    ));
  }

  plan(type: GraphQLObjectType, collected: Collected): Selection {
    const fields: PlannedField[] = [];
    for (const [key, nodes] of collected) {
      const node = nodes[0] as FieldNode;
      const definition = getFieldDef(this.schema, type, node);
      if (definition) fields.push(new PlannedField(this, type, key, definition, nodes, node));
    }
    this.fields += fields.length;
    this.grew(this, fields.length);
    return fields;
  }
}

interface OperationPlan {
  readonly conditions: readonly string[];
  readonly trees: Map<string, PlanTree>;
}

/** The plans of one document: a tree for each operation and each combination of its conditions that was asked for. */
export class DocumentPlan {
  fields = 0;
  /** One tree alone went over the bound: graphql-js serves this document from now on. */
  tooLarge = false;
  private readonly operations = new Map<OperationDefinitionNode, OperationPlan>();

  /**
   * @param maxFields - how many planned fields the document may hold; beyond that it forgets them and starts again
   * @param onGrowth - told how many fields were added each time the plan is extended
   */
  constructor(
    private readonly maxFields: number,
    private readonly onGrowth: (fields: number) => void,
  ) {}

  /**
   * The root fields to execute.
   * @throws GraphQLError when a condition has no usable value, as graphql-js does at the same moment
   */
  rootSelection(rootType: GraphQLObjectType, context: ExecutionContext): Selection {
    const { operation, fragments, variableValues, schema } = context;
    let plan = this.operations.get(operation);
    if (plan === undefined) {
      plan = { conditions: conditionVariables(operation, fragments), trees: new Map() };
      this.operations.set(operation, plan);
    }
    const key = conditionKey(plan.conditions, variableValues);
    let tree = plan.trees.get(key);
    if (tree === undefined) {
      tree = new PlanTree(schema, (grown, fields) => this.grew(grown, fields));
      plan.trees.set(key, tree);
      this.grew(tree, 1);
    }
    return tree.rootSelection(rootType, context);
  }

  private grew(tree: PlanTree, fields: number): void {
    this.fields += fields;
    this.onGrowth(fields);
    if (this.fields <= this.maxFields) return;
    this.tooLarge ||= tree.fields > this.maxFields;
    this.operations.clear();
    this.fields = 0;
  }
}

/**
 * Argument values that are the same, down to identity, at each call; undefined when they must be computed each time: a
 * variable, a list or an input object (both fresh objects in graphql-js), a custom scalar (its parser may do anything),
 * or an error to throw.
 */
function literalArguments(definition: Definition, node: FieldNode): Arguments | undefined {
  if (definition.args.length === 0) return {};
  for (const { name, value } of node.arguments ?? []) {
    const argument = definition.args.find((candidate) => candidate.name === name.value);
    if (argument === undefined || !isPureLiteral(argument.type, value)) return undefined;
  }
  try {
    return getArgumentValues(definition, node, {});
  } catch {
    return undefined;
  }
}

function isPureLiteral(argumentType: GraphQLInputType, value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return false;
  const type = getNullableType(argumentType);
  return type instanceof GraphQLEnumType || specifiedScalarTypes.includes(type as GraphQLScalarType);
}

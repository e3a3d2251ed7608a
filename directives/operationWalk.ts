import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { executedField } from './fields';

/**
 * The operation can't be told: it would not pass validation, or names no single operation. It must not run.
 */
export class UnanalysableOperationError extends Error {
  constructor(problem: string) {
    super(`The operation can't be analysed: ${problem}.`);
    this.name = new.target.name;
  }
}

/** A response path as a list that grows at its end, so that a step deeper costs one object and shares the rest. */
export interface ResponsePath {
  readonly key: string;
  readonly parent: ResponsePath | undefined;
}

/** Told of each field of each object type that may run, once, at its first place. */
export type FieldVisitor = (
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  path: ResponsePath,
) => void;

interface ReturnedType {
  readonly result: GraphQLNamedType;
  readonly isLeaf: boolean;
}

interface Frame {
  readonly selections: readonly SelectionNode[];
  next: number;
  /** The object types that a value may have here. */
  readonly types: readonly GraphQLObjectType[];
  readonly path: ResponsePath | undefined;
  /** Set when this is the body of a fragment that is being spread. */
  readonly fragment?: string;
}

/**
 * Visits every field that an operation may execute, on every object type that its parent may have at run time, in
 * document order. Type conditions narrow those types; `@skip` and `@include` change nothing. `__typename` is not told.
 *
 * What a selection set asks for is the union of what it asks of each type alone. So each (selection set, object type)
 * is walked once, however many roads lead to it: the cost is linear in the document, and the first visit has the first
 * path. An explicit stack stands in for recursion, so no document is too deep.
 *
 * @throws UnanalysableOperationError on what validation would have refused: an unknown field, type or fragment, a
 *   fragment that spreads itself, a selection on a leaf or none on an object
 */
export function walkOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  visit: FieldVisitor,
): void {
  new OperationWalk(schema, fragmentsOf(document), visit).run(operation);
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const name = definition.name.value;
    if (fragments.has(name)) throw new UnanalysableOperationError(`two fragments are named ${name}`);
    fragments.set(name, definition);
  }
  return fragments;
}

class OperationWalk {
  private readonly stack: Frame[] = [];
  /** Per selection set, the object types it was walked for and the abstract types that led to them. */
  private readonly walked = new Map<SelectionSetNode, Set<GraphQLNamedType>>();
  /** Of each field that was told, what it returns. A field object belongs to one type. */
  private readonly told = new Map<GraphQLField<unknown, unknown>, ReturnedType>();
  /** Fragments whose body is being walked: to meet one again is a cycle. */
  private readonly open = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly visit: FieldVisitor,
  ) {}

  run(operation: OperationDefinitionNode): void {
    const root = this.schema.getRootType(operation.operation);
    if (root == null)
      throw new UnanalysableOperationError(`the schema has no ${operation.operation} operations`);
    this.enter(operation.selectionSet, [root], undefined);
    for (let frame = this.stack.at(-1); frame !== undefined; frame = this.stack.at(-1)) {
      const selection = frame.selections[frame.next];
      frame.next += 1;
      if (selection !== undefined) this.step(selection, frame);
      else {
        this.stack.pop();
        if (frame.fragment !== undefined) this.open.delete(frame.fragment);
      }
    }
  }

  private step(selection: SelectionNode, { types, path }: Frame): void {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.field(selection, types, path);
      case Kind.INLINE_FRAGMENT:
        return this.enter(selection.selectionSet, this.narrow(types, selection.typeCondition), path);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = this.fragments.get(name);
        if (fragment === undefined) throw new UnanalysableOperationError(`there is no fragment ${name}`);
        if (this.open.has(name)) throw new UnanalysableOperationError(`fragment ${name} spreads itself`);
        return this.enter(fragment.selectionSet, this.narrow(types, fragment.typeCondition), path, name);
      }
    }
  }

  private field(
    node: FieldNode,
    types: readonly GraphQLObjectType[],
    parent: ResponsePath | undefined,
  ): void {
    const path = { key: (node.alias ?? node.name).value, parent };
    const returned = new Set<GraphQLNamedType>();
    for (const type of types) {
      const field = executedField(this.schema, type, node.name.value);
      if (field === undefined)
        throw new UnanalysableOperationError(`${type.name} has no field ${node.name.value}`);
      const { result, isLeaf } = this.told.get(field) ?? this.tell(type, field, path);
      if (isLeaf !== (node.selectionSet === undefined))
        throw new UnanalysableOperationError(
          `${type.name}.${field.name} ${isLeaf ? 'has no fields to select' : 'needs a selection of fields'}`,
        );
      returned.add(result);
    }
    if (node.selectionSet !== undefined) this.enter(node.selectionSet, returned, path);
  }

  private tell(
    type: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    path: ResponsePath,
  ): ReturnedType {
    const result = getNamedType(field.type);
    const returned = { result, isLeaf: isLeafType(result) };
    this.told.set(field, returned);
    if (field !== TypeNameMetaFieldDef) this.visit(type, field, path);
    return returned;
  }

  /** Walks a selection set for those object types, out of `types` or their possible types, that are new to it. */
  private enter(
    selectionSet: SelectionSetNode,
    types: Iterable<GraphQLNamedType>,
    path: ResponsePath | undefined,
    fragment?: string,
  ): void {
    let walked = this.walked.get(selectionSet);
    if (walked === undefined) this.walked.set(selectionSet, (walked = new Set()));
    const fresh: GraphQLObjectType[] = [];
    for (const type of types) {
      if (walked.has(type)) continue;
      walked.add(type);
      if (isObjectType(type)) fresh.push(type);
      else if (isAbstractType(type)) {
        const members = this.schema.getPossibleTypes(type).filter((member) => !walked.has(member));
        for (const member of members) walked.add(member);
        fresh.push(...members);
      }
    }
    if (fresh.length === 0) return;
    if (fragment !== undefined) this.open.add(fragment);
    this.stack.push({ selections: selectionSet.selections, next: 0, types: fresh, path, fragment });
  }

  /** Those of `types` that a fragment on `condition` applies to. */
  private narrow(
    types: readonly GraphQLObjectType[],
    condition: NamedTypeNode | undefined,
  ): readonly GraphQLObjectType[] {
    if (condition === undefined) return types;
    const conditional = this.schema.getType(condition.name.value);
    if (isObjectType(conditional)) return types.includes(conditional) ? [conditional] : [];
    if (isAbstractType(conditional)) return types.filter((type) => this.schema.isSubType(conditional, type));
    throw new UnanalysableOperationError(`there is no composite type ${condition.name.value}`);
  }
}

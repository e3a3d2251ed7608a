import {
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { isIntrospection } from './fields';
import {
  type FieldVisitor,
  type ResponsePath,
  UnanalysableOperationError,
  walkOperation,
} from './operationWalk';
import { type Requirement, requirementOf } from './requirement';

export { UnanalysableOperationError } from './operationWalk';

export interface AnalysisOptions {
  /** Who may read `__schema` and `__type`. Everyone unless said otherwise. */
  readonly introspection?: 'public' | 'anyCaller';
}

/** A field that an operation may execute, and what it asks for. */
export interface FieldRequirement {
  /** `Video.title`; always of an object type, also where the document selects it on an interface. */
  readonly coordinate: string;
  /** Response keys from the root to the first place that selects it; lists add nothing. */
  readonly path: readonly string[];
  readonly requirement: Requirement;
}

/** What a caller must hold to run an operation. */
export interface OperationRequirements {
  readonly operationName: string | null;
  readonly operationType: OperationTypeNode;
  /** Every scope needed, in the order of enum Scope. */
  readonly scopes: readonly string[];
  /** Whether anything but public fields is selected, so that some valid caller is needed. */
  readonly needsCaller: boolean;
  /** Coordinates of the admin-only fields. */
  readonly adminOnly: readonly string[];
  /** Each coordinate once, in document order. */
  readonly fields: readonly FieldRequirement[];
}

/**
 * What an operation requires as it is written: for each field, the requirement on every object type that may execute
 * it. Neither variables nor `@skip`/`@include` take part, so the answer holds for every request with this document.
 *
 * @param document must have passed validation
 * @param operationName chooses the operation as GraphQL does: it may be left out when there is only one
 * @throws UnanalysableOperationError when the operation can't be chosen, or the document is not valid
 * @throws Error when a field has no single requirement (a schema that the boot check refuses)
 */
export function analyseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName?: string | null,
  options: AnalysisOptions = {},
): OperationRequirements {
  return analyseDefinition(schema, document, chooseOperation(document, operationName), options);
}

/** As {@link analyseOperation}, for an operation of the document that was already chosen. */
export function analyseDefinition(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  options: AnalysisOptions = {},
): OperationRequirements {
  if (!document.definitions.includes(operation))
    throw new UnanalysableOperationError('it is not part of the document');
  const fields: FieldRequirement[] = [];
  const visit: FieldVisitor = (type, field, path) => {
    if (isIntrospection(type)) return;
    const coordinate = `${type.name}.${field.name}`;
    const requirement: Requirement =
      field === SchemaMetaFieldDef || field === TypeMetaFieldDef
        ? { kind: options.introspection ?? 'public' }
        : requirementOf(coordinate, field);
    fields.push({ coordinate, path: keysOf(path), requirement });
  };
  walkOperation(schema, document, operation, visit);
  return summarise(schema, operation, fields);
}

function summarise(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fields: readonly FieldRequirement[],
): OperationRequirements {
  const scopes = new Set<string>();
  const adminOnly: string[] = [];
  for (const { coordinate, requirement } of fields) {
    if (requirement.kind === 'scope') scopes.add(requirement.scope);
    if (requirement.kind === 'adminOnly') adminOnly.push(coordinate);
  }
  return {
    operationName: operation.name?.value ?? null,
    operationType: operation.operation,
    scopes: inEnumOrder(schema, scopes),
    needsCaller: fields.some(({ requirement }) => requirement.kind !== 'public'),
    adminOnly,
    fields,
  };
}

function inEnumOrder(schema: GraphQLSchema, scopes: ReadonlySet<string>): string[] {
  const type = schema.getType('Scope');
  const known = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  const ordered = known.filter((scope) => scopes.has(scope));
  if (ordered.length !== scopes.size) {
    const unknown = [...scopes].filter((scope) => !known.includes(scope));
    throw new Error(`enum Scope has no ${unknown.join(', ')}`);
  }
  return ordered;
}

function keysOf(path: ResponsePath): string[] {
  const keys: string[] = [];
  for (let step: ResponsePath | undefined = path; step !== undefined; step = step.parent) keys.push(step.key);
  return keys.reverse();
}

/** GraphQL specification, section 6.1, GetOperation; two operations of one name are refused as well. */
function chooseOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION && (name == null || definition.name?.value === name),
  );
  const [operation] = operations;
  if (operation === undefined)
    throw new UnanalysableOperationError(
      name == null ? 'the document has no operation' : `the document has no operation ${name}`,
    );
  if (operations.length > 1)
    throw new UnanalysableOperationError(
      name == null
        ? 'the document has several operations and none is named'
        : `several operations are named ${name}`,
    );
  return operation;
}

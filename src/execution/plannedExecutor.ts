import {
  Kind,
  OperationTypeNode,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import {
  assertValidExecutionArguments,
  buildExecutionContext,
  type ExecutionContext,
} from 'graphql/execution/execute';
import { Run, executeFields, executeFieldsSerially, isPromise, type Data } from './fields';
import { DocumentPlan } from './plan';
import { PlanCache } from './planCache';

/** Why graphql-js itself served an operation; few and fixed, fit for the label of a metric. */
export type FallbackReason = 'first-sight' | 'operation-type' | 'other-schema' | 'too-large';

export interface PlannedExecutorOptions {
  schema: GraphQLSchema;
  /** How many documents keep a plan; at least 1. */
  maxPlans?: number;
  /** How many planned fields (some 300 bytes each) all plans may hold; one document may hold a sixteenth of it. */
  maxFields?: number;
  /** Told each time that graphql-js serves an operation instead. */
  onFallback?: (reason: FallbackReason) => void;
}

export interface PlannedExecutor {
  /** What graphql-js's `execute` answers to the same arguments, sooner for a document that was seen before. */
  readonly execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;
}

/**
 * An executor that plans a document when it sees the same `DocumentNode` object again, and from then on answers what
 * graphql-js answers, with the same resolver calls at the same moments, for a fraction of the time; only what can be
 * resolved for a whole list (`wholeLists.ts`) is called once a list instead. A plan is plain closures; no code is made
 * from a document, and the document is only read.
 */
export function createPlannedExecutor(options: PlannedExecutorOptions): PlannedExecutor {
  const { schema, maxPlans = 1_000, maxFields = 50_000, onFallback } = options;
  const cache = new PlanCache<DocumentPlan>(maxPlans, maxFields);
  const seen = new WeakSet<DocumentNode>();

  const planFor = (args: ExecutionArgs): DocumentPlan | FallbackReason => {
    const { document } = args;
    if (args.schema !== schema) return 'other-schema';
    const known = cache.get(document);
    if (known !== undefined) return known.tooLarge ? 'too-large' : known;
    if (!seen.has(document)) {
      if (document) seen.add(document);
      return 'first-sight';
    }
    if (!isCovered(document, schema)) return 'operation-type';
    const plan = new DocumentPlan(maxFields / 16, (fields) => cache.grew(fields));
    cache.set(document, plan);
    return plan;
  };

  return {
    execute(args) {
      const plan = planFor(args);
      if (typeof plan !== 'string') return executePlanned(plan, args);
      onFallback?.(plan);
      return execute(args);
    },
  };
}

/** Subscriptions, and operations that the schema has no type for, are left to graphql-js. */
function isCovered(document: DocumentNode, schema: GraphQLSchema): boolean {
  return document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      (definition.operation !== OperationTypeNode.SUBSCRIPTION && schema.getRootType(definition.operation)),
  );
}

function executePlanned(plan: DocumentPlan, args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
  assertValidExecutionArguments(args.schema, args.document, args.variableValues);
  const context = buildExecutionContext(args);
  if (!('schema' in context)) return { errors: context };

  const { collectedErrors } = context;
  const respond = (data: Data | null): ExecutionResult =>
    collectedErrors.errors.length === 0 ? { data } : { errors: collectedErrors.errors, data };
  const refuse = (error: unknown): ExecutionResult => {
    collectedErrors.add(error as GraphQLError, undefined);
    return respond(null);
  };
  try {
    const data = executeOperation(plan, context);
    return isPromise(data) ? data.then(respond, refuse) : respond(data);
  } catch (error) {
    return refuse(error);
  }
}

function executeOperation(plan: DocumentPlan, context: ExecutionContext): Data | Promise<Data> {
  const { operation, schema, rootValue } = context;
  const rootType = schema.getRootType(operation.operation)!;
  const selection = plan.rootSelection(rootType, context);
  return operation.operation === OperationTypeNode.MUTATION
    ? executeFieldsSerially(new Run(context), selection, rootValue)
    : executeFields(new Run(context), selection, rootValue, undefined);
}

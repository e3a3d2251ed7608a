import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { type FastifyBaseLogger } from 'fastify';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { type Principal } from '../auth/principal';
import { type ScopeSet } from '../auth/scopes';
import { Context } from '../context';
import { createPlannedExecutor, type FallbackReason } from '../execution/plannedExecutor';
import { type OperationLimits } from '../limits/OperationLimits';
import { SharedQueries } from '../execution/SharedQueries';
import { hideSchemaFromStrangers } from './hideSchemaFromStrangers';
import { noteOperations } from './noteOperations';
import { maskUnlessPresented, presentRefusal, presentResult } from './presentError';

/** The access check, as the transport sees it (`directives/accessChecker.ts`). */
export interface AccessGate {
  /**
   * Throws when the caller may not run the operation; else lets this operation run with this context, and gives the
   * scopes that it needs.
   */
  admit(
    context: object,
    principal: Principal | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ScopeSet;
  /** Throws when the operation was not admitted for this context. */
  assertAdmitted(context: object, document: DocumentNode, operation: OperationDefinitionNode): void;
}

interface ApolloParts {
  schema: GraphQLSchema;
  gate: AccessGate;
  limits: OperationLimits;
  /** Whether callers without credentials must not learn the schema from errors. */
  hideSchema: boolean;
  /** Is told which scopes a caller's operation needs, once it was let in. */
  onAdmitted: (caller: Principal, scopes: ScopeSet) => void;
  /** Is told each time that the planned executor leaves an operation to graphql-js. */
  onFallback?: (reason: FallbackReason) => void;
  logger: FastifyBaseLogger;
}

type Gateway = NonNullable<ApolloServerOptions<Context>['gateway']>;

/** A document with many mistakes is told the first few. */
const MAX_VALIDATION_ERRORS = 20;
/** Characters of source of the documents that are kept parsed: each takes some 100 bytes, with what is known of it. */
const MAX_KEPT_SOURCE = 500_000;
/** So that a few documents of padding can't push out all others. What is longer is parsed at each request. */
const MAX_KEPT_DOCUMENT = 20_000;
/** What a document takes beside its source, in characters of it. */
const DOCUMENT_OVERHEAD = 50;

/**
 * Apollo Server with access and cost checked after validation and before anything runs, an executor that runs nothing
 * unchecked, and errors written for callers.
 */
export function createApollo(parts: ApolloParts): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: checkedExecution(parts),
    plugins: [
      accessPlugin(parts),
      ...(parts.hideSchema ? [hideSchemaFromStrangers()] : []),
      noteOperations(parts.logger),
      // It would wrap every field to collect cache hints that nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    formatError: (formatted, error) => maskUnlessPresented(formatted, error, parts.logger),
    documentStore: new InMemoryLRUCache<DocumentNode>({
      maxSize: MAX_KEPT_SOURCE,
      maxEntrySize: MAX_KEPT_DOCUMENT,
      // By itself it would write out every new document as JSON to learn its size.
      sizeCalculation: ({ loc }) => DOCUMENT_OVERHEAD + (loc?.source.body.length ?? MAX_KEPT_DOCUMENT),
    }),
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    // Who may introspect is the access check's to say.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    logger: parts.logger,
  });
}

/**
 * Apollo Server stores a persisted query only after this: what it refuses is never kept, and what was kept is judged
 * again for each caller.
 */
function accessPlugin({ gate, limits, onAdmitted, logger }: ApolloParts): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ contextValue, document, operation, request }) => {
          try {
            if (operation === undefined) throw unknownOperation(request.operationName);
            if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw noSubscriptions();
            const { caller } = contextValue;
            const scopes = gate.admit(contextValue, caller, document, operation);
            limits.examine(document, operation, request.variables);
            if (caller !== null) onAdmitted(caller, scopes);
          } catch (error) {
            throw presentRefusal(error, { requestId: contextValue.requestId, logger });
          }
          return Promise.resolve();
        },
      }),
  };
}

function unknownOperation(name: string | undefined): GraphQLError {
  return new GraphQLError(
    name === undefined
      ? 'The document holds several operations: say which one in operationName.'
      : `The document has no operation named ${JSON.stringify(name.slice(0, 80))}.`,
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
}

function noSubscriptions(): GraphQLError {
  return new GraphQLError('There are no subscriptions here: send a query or a mutation.', {
    extensions: { code: 'BAD_REQUEST' },
  });
}

/**
 * The only road to execution. Apollo Server takes an executor of one's own through its gateway option; the schema stays
 * this process's.
 */
function checkedExecution({ schema, gate, limits, logger, onFallback }: ApolloParts): Gateway {
  const executor = createPlannedExecutor({ schema, onFallback });
  const shared = new SharedQueries();
  return {
    load: () =>
      Promise.resolve({
        executor: async ({ document, operationName, request, context }) => {
          if (!(context instanceof Context)) throw new Error('The request has no context of ours.');
          const operation = getOperationAST(document, operationName);
          if (operation == null) throw new Error('The document has no such operation.');
          gate.assertAdmitted(context, document, operation);
          const { caller } = context;
          const { variables } = request;
          const { cost } = limits.sizeOf(document, operation, variables);
          const result = await shared.run({ document, operation, variables, caller, cost }, () =>
            executor.execute({
              schema,
              document,
              operationName,
              contextValue: context,
              variableValues: variables,
            }),
          );
          return presentResult(result, { requestId: context.requestId, logger });
        },
      }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

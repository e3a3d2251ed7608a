import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { type DocumentNode, getOperationAST, type GraphQLSchema } from 'graphql';
import { Context } from '../context';
import { createPlannedExecutor, type FallbackReason } from '../execution/plannedExecutor';
import { SharedQueries } from '../execution/SharedQueries';
import { operationPlugin, type OperationPluginParts } from './operationPlugin';
import { maskUnlessPresented, presentResult } from './presentError';

interface ApolloParts extends OperationPluginParts {
  readonly schema: GraphQLSchema;
  /** Is told each time that the planned executor leaves an operation to graphql-js. */
  readonly onFallback?: (reason: FallbackReason) => void;
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
      operationPlugin(parts),
      // It would wrap every field to collect cache hints that nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      // For subgraphs of a federation alone, and asked at each request.
      ApolloServerPluginInlineTraceDisabled(),
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

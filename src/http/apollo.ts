import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { type DocumentNode, type GraphQLSchema } from 'graphql';
import { type Context } from '../context';
import { SharedQueries } from '../execution/SharedQueries';
import { operationPlugin, type OperationPluginParts } from './operationPlugin';
import { maskUnlessPresented } from './presentError';
import { createOperationRunner, type OperationRunnerParts } from './runOperation';

type ApolloParts = Omit<OperationPluginParts, 'run'> & Omit<OperationRunnerParts, 'shared'>;

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
 * Apollo Server with access and cost checked after validation and before anything runs, operations run by what runs nothing
 * unchecked, and errors written for callers.
 */
export function createApollo(parts: ApolloParts): ApolloServer<Context> {
  const shared = new SharedQueries();
  return new ApolloServer<Context>({
    gateway: unexecuted(parts.schema),
    plugins: [
      operationPlugin({ ...parts, run: createOperationRunner({ ...parts, shared }) }),
      // It would wrap every field to collect cache hints that nobody here gives.
      ApolloServerPluginCacheControlDisabled(),
      // For subgraphs of a federation alone, and asked at each request.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    stringifyResult: (result) => shared.textOf(result),
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
 * The schema, by the option that lets no schema be executed without an executor of one's own. This one runs nothing:
 * operations are run, and answered, before Apollo Server comes to it.
 */
function unexecuted(schema: GraphQLSchema): Gateway {
  return {
    load: () =>
      Promise.resolve({
        executor: () => Promise.reject(new Error('Nothing is run here: see runOperation.')),
      }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

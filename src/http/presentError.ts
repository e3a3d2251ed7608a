import { HeaderMap } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { type FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError } from 'graphql';
import { LatchkeyError } from '../errors';

const MASKED_MESSAGE = 'Something went wrong on our side. Quote the requestId when you report it.';

/** Codes that Apollo Server gives to what a client got wrong. Everything else that is not ours is masked. */
const CLIENT_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

interface RequestNotes {
  /** Undefined where an error can't be told to belong to a request. */
  requestId: string | undefined;
  logger: Pick<FastifyBaseLogger, 'error'>;
}

/** Errors that were written for callers already: {@link maskUnlessPresented} lets them through. */
const presentedErrors = new WeakSet<GraphQLError>();

/**
 * An error of a field as a client may see it: a LatchkeyError with its code and details, a mistake in the request as
 * graphql-js words it, and anything else as INTERNAL_SERVER_ERROR with the request id under which the real one is logged.
 */
export function presentError(error: unknown, notes: RequestNotes): GraphQLError {
  const cause = unwrapResolverError(error);
  if (cause instanceof LatchkeyError) {
    return rewrite(error, cause.message, { code: cause.code, ...cause.details });
  }
  if (cause instanceof GraphQLError && isClientError(cause)) {
    return rewrite(error, cause.message, { code: 'BAD_USER_INPUT', ...cause.extensions });
  }
  notes.logger.error({ requestId: notes.requestId, err: cause }, 'a request failed');
  return rewrite(error, MASKED_MESSAGE, { code: 'INTERNAL_SERVER_ERROR', requestId: notes.requestId });
}

/** {@link presentError} for what refuses the whole request: carries its HTTP status and headers, too. */
export function presentRefusal(error: unknown, notes: RequestNotes): GraphQLError {
  const presented = presentError(error, notes);
  const http =
    error instanceof LatchkeyError
      ? { status: error.status, headers: new HeaderMap(Object.entries(error.headers)) }
      : { status: 500, headers: new HeaderMap() };
  return rewrite(presented, presented.message, { http, ...presented.extensions });
}

/** The last net, for Apollo Server's `formatError`: what no other place has presented is masked. */
export function maskUnlessPresented(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: RequestNotes['logger'],
): GraphQLFormattedError {
  if (error instanceof GraphQLError && presentedErrors.has(error)) return formatted;
  if (CLIENT_CODES.has(formatted.extensions?.code)) return formatted;
  return presentError(error, { requestId: undefined, logger }).toJSON();
}

/** graphql-js gives no code to variables and arguments that do not fit their types. */
function isClientError(error: GraphQLError): boolean {
  return error.extensions.code === undefined || CLIENT_CODES.has(error.extensions.code);
}

function rewrite(from: unknown, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  const place = from instanceof GraphQLError ? from : undefined;
  return remember(
    new GraphQLError(message, {
      nodes: place?.nodes,
      source: place?.source,
      positions: place?.positions,
      path: place?.path,
      extensions,
    }),
  );
}

function remember(error: GraphQLError): GraphQLError {
  presentedErrors.add(error);
  return error;
}

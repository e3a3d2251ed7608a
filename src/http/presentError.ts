import { type GraphQLResponse, HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { type FastifyBaseLogger } from 'fastify';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLErrorExtensions,
  type GraphQLFormattedError,
} from 'graphql';
import { unavailableCause } from '../database/unavailable';
import { LatchkeyError, RateLimitedError, UnavailableError } from '../errors';
import { loggedError } from './loggedError';

export const maskedMessage = 'Something went wrong on our side. Quote the requestId when you report it.';

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

/** Errors quote what was sent; nobody needs more of it back than this. */
const MAX_TEXT_LENGTH = 400;

interface ErrorContext {
  /** Undefined where an error can't be told to belong to a request. */
  requestId: string | undefined;
  logger: Pick<FastifyBaseLogger, 'error'>;
}

/** Errors that were written for callers already: {@link maskUnlessPresented} lets them through. */
const presentedErrors = new WeakSet<GraphQLError>();

/**
 * An error of a field as a client may see it: a LatchkeyError with its code and details, a mistake in the request as
 * graphql-js words it, a database that does not answer as UNAVAILABLE, and anything else as INTERNAL_SERVER_ERROR. The
 * latter two carry the request id, under which the real error is logged.
 */
export function presentError(error: unknown, context: ErrorContext): GraphQLError {
  return present(error, context).error;
}

/** {@link presentError} for what refuses the whole request: carries its HTTP status and headers, too. */
export function presentRefusal(error: unknown, context: ErrorContext): GraphQLError {
  const { error: presented, known } = present(error, context);
  const status = known?.status ?? (isClientError(presented) ? 400 : 500);
  return withHttp(presented, status, known?.headers);
}

/**
 * What came of an operation, to be answered, with {@link presentError} for all of its errors. What failed before any field
 * was run, for its variables, is a bad request. When the database was away, or a rate limit was reached, and not one field
 * came to data, the status and Retry-After say so as well: proxies and clients go by them.
 */
export function presentResult(result: ExecutionResult, context: ErrorContext): GraphQLResponse {
  const { data, errors } = result;
  const http: HTTPGraphQLHead = { status: undefined, headers: new HeaderMap() };
  if (errors === undefined) return { http, body: { kind: 'single', singleResult: { data } } };
  if (data === undefined) http.status = 400;
  const cameToNothing = Object.values(data ?? {}).every((value) => value === null);
  const presented = errors.map((error) => {
    const { error: told, known } = present(error, context);
    if (cameToNothing && (known instanceof UnavailableError || known instanceof RateLimitedError)) {
      http.status = known.status;
      for (const [name, value] of Object.entries(known.headers)) http.headers.set(name, value);
    }
    return told.toJSON();
  });
  return { http, body: { kind: 'single', singleResult: { errors: presented, data } } };
}

/** The last net, for Apollo Server's `formatError`: what no other place has presented is masked. */
export function maskUnlessPresented(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: ErrorContext['logger'],
): GraphQLFormattedError {
  if (error instanceof GraphQLError && presentedErrors.has(error)) return formatted;
  if (CLIENT_CODES.has(formatted.extensions?.code))
    return { ...formatted, message: brief(formatted.message) };
  return presentError(error, { requestId: undefined, logger }).toJSON();
}

interface Presented {
  readonly error: GraphQLError;
  /** The error of ours that it shows; undefined for what graphql-js found, and for what is masked. */
  readonly known?: LatchkeyError;
}

function present(error: unknown, context: ErrorContext): Presented {
  const cause = unwrapResolverError(error);
  const { requestId } = context;
  if (cause instanceof LatchkeyError) {
    const { code, details, message } = cause;
    const id = cause instanceof UnavailableError ? { requestId } : {};
    return { error: rewrite(error, message, { code, ...briefValues(details), ...id }), known: cause };
  }
  const outage = unavailableCause(cause);
  if (outage !== null) {
    context.logger.error({ requestId, error: loggedError(cause) }, 'the database is unavailable');
    const known = outage.mayBeDone ? UnavailableError.unknownOutcome() : new UnavailableError();
    return { error: rewrite(error, known.message, { code: known.code, requestId }), known };
  }
  if (cause instanceof GraphQLError && isClientError(cause)) {
    return { error: rewrite(error, cause.message, { code: 'BAD_USER_INPUT', ...cause.extensions }) };
  }
  context.logger.error({ requestId, error: loggedError(cause) }, 'a request failed');
  return { error: rewrite(error, maskedMessage, { code: 'INTERNAL_SERVER_ERROR', requestId }) };
}

/** graphql-js gives no code to variables and arguments that do not fit their types. */
function isClientError(error: GraphQLError): boolean {
  return error.extensions.code === undefined || CLIENT_CODES.has(error.extensions.code);
}

function withHttp(
  error: GraphQLError,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): GraphQLError {
  const http = { status, headers: new HeaderMap(Object.entries(headers)) };
  return rewrite(error, error.message, { http, ...error.extensions });
}

function rewrite(from: unknown, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  const place = from instanceof GraphQLError ? from : undefined;
  return remember(
    new GraphQLError(brief(message), {
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

/** Cuts long text, and not within a surrogate pair. */
function brief(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return `${text.slice(0, MAX_TEXT_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function briefValues(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? brief(value) : value]),
  );
}

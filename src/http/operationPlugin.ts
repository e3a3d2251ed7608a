import {
  type ApolloServerPlugin,
  type GraphQLRequestContextDidResolveOperation,
  type GraphQLRequestContextWillSendResponse,
  type GraphQLRequestListener,
} from '@apollo/server';
import { type FastifyBaseLogger } from 'fastify';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { type Principal } from '../auth/principal';
import { type ScopeSet } from '../auth/scopes';
import { type Context } from '../context';
import { UnauthenticatedError } from '../errors';
import { type OperationLimits } from '../limits/OperationLimits';
import { type AccessGate } from './AccessGate';
import { loggedError } from './loggedError';
import { presentRefusal } from './presentError';
import { type OperationRunner } from './runOperation';

export interface OperationPluginParts {
  readonly gate: AccessGate;
  readonly limits: OperationLimits;
  readonly run: OperationRunner;
  /** Whether callers without credentials must not learn the schema from errors. */
  readonly hideSchema: boolean;
  /** Is told which scopes a caller's operation needs, once it was let in. */
  readonly onAdmitted: (caller: Principal, scopes: ScopeSet) => void;
  readonly logger: FastifyBaseLogger;
}

/** Of every step: nothing has to be waited for. */
const DONE = Promise.resolve();

/**
 * What an operation meets on its way through Apollo Server: the access check and the limits, then whatever runs it, and the
 * notes for the log before it is answered. All of it is one plugin, and one listener for all requests, because Apollo
 * Server awaits every listener at every step.
 *
 * It is run as Apollo Server has plugins answer an operation themselves, and not as its executor. On the way to that, it
 * copies the request's context so that V8 takes each request for long-lived and carries it through two cleanings of the
 * heap: a tenth of the work of a small query.
 *
 * A persisted query is stored only after the check: what is refused is never kept, and what was kept is judged again for
 * each caller.
 */
export function operationPlugin(parts: OperationPluginParts): ApolloServerPlugin<Context> {
  const { hideSchema, logger, run } = parts;
  const strangersLetIn = new WeakSet<Context>();
  const listener: GraphQLRequestListener<Context> = {
    didResolveOperation(request) {
      admit(parts, request);
      if (request.contextValue.caller === null) strangersLetIn.add(request.contextValue);
      return DONE;
    },
    responseForOperation: run,
    willSendResponse(request) {
      const { contextValue, document } = request;
      const isStranger = contextValue.caller === null && !strangersLetIn.has(contextValue);
      if (hideSchema && isStranger && document !== undefined) refuseStranger(request);
      noteOperation(request);
      return DONE;
    },
  };
  const started = Promise.resolve(listener);
  return {
    requestDidStart: () => started,
    unexpectedErrorProcessingRequest({ requestContext, error }) {
      const { requestId } = requestContext.contextValue;
      logger.error({ requestId, error: loggedError(error) }, 'a request failed');
      return DONE;
    },
  };
}

function admit(
  { gate, limits, onAdmitted, logger }: OperationPluginParts,
  { contextValue, document, operation, request }: GraphQLRequestContextDidResolveOperation<Context>,
): void {
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
}

/**
 * Gives a caller without credentials one and the same 401 for every document that it may not run, valid or not: the
 * messages of validation, and even the difference between valid and invalid, would tell the schema to whoever guesses.
 */
function refuseStranger({ response }: GraphQLRequestContextWillSendResponse<Context>): void {
  const { message, code, status, headers } = UnauthenticatedError.missing();
  response.http.status = status;
  response.http.headers.clear();
  for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
  response.body = { kind: 'single', singleResult: { errors: [{ message, extensions: { code } }] } };
}

/** Which operation a request was, and which errors it is answered. */
function noteOperation({
  contextValue,
  operation,
  operationName,
  response,
}: GraphQLRequestContextWillSendResponse<Context>): void {
  const { notes } = contextValue;
  notes.operationType = operation?.operation ?? null;
  notes.operationName = operationName ?? null;
  const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
  if (errors !== undefined)
    notes.codes = [...new Set(errors.map(({ extensions }) => String(extensions?.code)))];
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

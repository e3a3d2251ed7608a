import { type ApolloServerPlugin } from '@apollo/server';
import { type FastifyBaseLogger } from 'fastify';
import { type Context } from '../context';
import { loggedError } from './loggedError';

/** Notes for the log which operation a request was, and which errors it was answered. */
export function noteOperations(logger: FastifyBaseLogger): ApolloServerPlugin<Context> {
  return {
    unexpectedErrorProcessingRequest: ({ requestContext, error }) => {
      const { requestId } = requestContext.contextValue;
      logger.error({ requestId, error: loggedError(error) }, 'a request failed');
      return Promise.resolve();
    },
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ contextValue, operation, operationName, response }) => {
          const { notes } = contextValue;
          notes.operationType = operation?.operation ?? null;
          notes.operationName = operationName ?? null;
          if (response.body.kind === 'single') {
            const { errors = [] } = response.body.singleResult;
            notes.codes = [...new Set(errors.map(({ extensions }) => String(extensions?.code)))];
          }
          return Promise.resolve();
        },
      }),
  };
}

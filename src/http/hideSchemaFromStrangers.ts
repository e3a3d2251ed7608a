import { type ApolloServerPlugin } from '@apollo/server';
import { type Context } from '../context';
import { UnauthenticatedError } from '../errors';

/**
 * Gives a caller without credentials one and the same 401 for every document that it may not run, valid or not: the
 * messages of validation, and even the difference between valid and invalid, would tell the schema to whoever guesses.
 */
export function hideSchemaFromStrangers(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () => {
      let mayRun = false;
      return Promise.resolve({
        // Comes after the access check's own, and only when that let the operation pass.
        executionDidStart: () => {
          mayRun = true;
          return Promise.resolve();
        },
        willSendResponse: ({ contextValue, document, response }) => {
          if (contextValue.caller !== null || mayRun || document === undefined) return Promise.resolve();
          const { message, code, status, headers } = UnauthenticatedError.missing();
          response.http.status = status;
          response.http.headers.clear();
          for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
          response.body = {
            kind: 'single',
            singleResult: { errors: [{ message, extensions: { code } }] },
          };
          return Promise.resolve();
        },
      });
    },
  };
}

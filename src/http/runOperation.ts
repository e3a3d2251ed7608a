import { type GraphQLRequestContextResponseForOperation, type GraphQLResponse } from '@apollo/server';
import { type FastifyBaseLogger } from 'fastify';
import { type GraphQLSchema } from 'graphql';
import { type Context } from '../context';
import { createPlannedExecutor, type FallbackReason } from '../execution/plannedExecutor';
import { type SharedQueries } from '../execution/SharedQueries';
import { type OperationLimits } from '../limits/OperationLimits';
import { type AccessGate } from './AccessGate';
import { presentResult } from './presentError';

export interface OperationRunnerParts {
  readonly schema: GraphQLSchema;
  readonly gate: AccessGate;
  readonly limits: OperationLimits;
  readonly shared: SharedQueries;
  /** Is told each time that the planned executor leaves an operation to graphql-js. */
  readonly onFallback?: (reason: FallbackReason) => void;
  readonly logger: FastifyBaseLogger;
}

/** Runs an operation that was admitted, and gives what to answer. */
export type OperationRunner = (
  request: GraphQLRequestContextResponseForOperation<Context>,
) => Promise<GraphQLResponse>;

/** The only road to execution. The runner rejects what the gate did not admit. */
export function createOperationRunner(parts: OperationRunnerParts): OperationRunner {
  const { schema, gate, limits, shared, logger, onFallback } = parts;
  const executor = createPlannedExecutor({ schema, onFallback });
  return async ({ contextValue, document, operation, operationName, request }) => {
    gate.assertAdmitted(contextValue, document, operation);
    const { caller, requestId, arrived } = contextValue;
    const { variables } = request;
    const { cost } = limits.sizeOf(document, operation, variables);
    const result = await shared.run({ document, operation, variables, caller, cost, arrived }, () =>
      executor.execute({ schema, document, operationName, contextValue, variableValues: variables }),
    );
    return presentResult(result, { requestId, logger });
  };
}

/**
 * Loaded by `node -r` before the server, in the process of one measurement only: has graphql-js execute every operation, as
 * if there were no planned executor.
 */
import { execute } from 'graphql';
import type * as plannedExecutor from '../src/execution/plannedExecutor';
import { open, replace } from './takeOut';

replace(open<typeof plannedExecutor>('./execution/plannedExecutor'), 'createPlannedExecutor', () => () => ({
  execute,
}));

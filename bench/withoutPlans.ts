/**
 * Loaded by `node -r` before the server, in the process of one measurement only: has graphql-js execute every operation, as
 * if there were no planned executor.
 */
import type * as graphql from 'graphql';
import type * as plannedExecutor from '../src/execution/plannedExecutor';
import { load, open, replace } from './takeOut';

// The program's: the bench has one of its own, whose types are not these.
const { execute } = load('graphql') as typeof graphql;

replace(open<typeof plannedExecutor>('./execution/plannedExecutor'), 'createPlannedExecutor', () => () => ({
  execute,
}));

import { type Variables } from './observe';

/** One operation and the variables of its executions, one set each. */
export interface Trial {
  source: string;
  variables?: readonly Variables[];
  operationName?: string;
}

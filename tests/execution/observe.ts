import { type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { BareSource } from './trialSchema';
import { Probe } from './probe';

export type Variables = Record<string, unknown>;
type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;
export type Options = Omit<ExecutionArgs, 'schema' | 'document' | 'variableValues'>;

/** All that a caller and the resolvers can see of one execution, as text that differs when anything does. */
export interface Observation {
  outcome: string;
  json: string;
  log: string[];
}

/**
 * Executes once, with a probe of its own for context and root values of its own, and lets all that is under way end.
 * `makeVariables` is called anew, since a resolver may write to what it is given.
 */
export async function observe(
  execute: Execute,
  schema: GraphQLSchema,
  document: DocumentNode,
  makeVariables: () => Variables | undefined,
  options: Options = {},
): Promise<Observation> {
  const rootValue = new BareSource('root');
  const probe = new Probe(rootValue);
  let outcome: string;
  let json = '';
  try {
    probe.startTicking();
    const variableValues = makeVariables();
    const returned = execute({
      schema,
      document,
      variableValues,
      rootValue,
      contextValue: probe,
      ...options,
    });
    const isAsync = typeof (returned as { then?: unknown }).then === 'function';
    const result = await returned;
    probe.note('answered');
    json =
      JSON.stringify(result, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ??
      '';
    outcome = `${isAsync ? 'async' : 'sync'} ${Object.keys(result).join()} ${probe.describe(result)}`;
    await settle();
    // What goes wrong after the answer must not change it.
    if (outcome.slice(outcome.indexOf(' ')) !== ` ${Object.keys(result).join()} ${probe.describe(result)}`) {
      outcome += ' changed later';
    }
  } catch (error) {
    outcome = `threw ${probe.describe(error)}`;
  }
  return { outcome, json, log: probe.log };
}

/** Lets every promise and timer-less callback that is under way run to its end. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/**
 * graphql-js abandons the items of a list when one of them throws, and a rejection among those ends the process (and
 * fails the test). From here until the returned function is called they are handled, and nothing else is changed.
 */
export function handleAbandonedItems(): () => void {
  const original = Array.from.bind(Array);
  const handle = (item: unknown): unknown => {
    if (item instanceof Promise) item.catch(() => undefined);
    return item;
  };
  Array.from = ((items: Iterable<unknown>, map?: (item: unknown, index: number) => unknown) => {
    if (map === undefined) return original(items);
    try {
      return original(items, (item, index) => handle(map(item, index)));
    } catch (error) {
      if (Array.isArray(items)) items.forEach(handle);
      throw error;
    }
  }) as typeof Array.from;
  return () => {
    Array.from = original;
  };
}

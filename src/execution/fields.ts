import {
  defaultFieldResolver,
  isNonNullType,
  locatedError,
  responsePathAsArray,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { buildResolveInfo, type ExecutionContext } from 'graphql/execution/execute';
import { type PlannedField, type Selection } from './plan';
import { type Answers } from './wholeLists';

export type Path = GraphQLResolveInfo['path'];
export type Data = Record<string, unknown>;
interface Pending {
  readonly keys: string[];
  readonly promises: Promise<unknown>[];
}
type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Asked for at each field of each object; in the bundle an import's name is a getter of a getter. */
const resolveByDefault = defaultFieldResolver;

/** One execution of a plan. */
export class Run {
  private readonly nodes = new Map<PlannedField, FieldNode[]>();

  constructor(readonly context: ExecutionContext) {}

  /**
   * The nodes as resolvers and errors see them. graphql-js makes this array anew for each execution and keeps it within
   * one, and resolvers do key their caches by it; so may the plan's own array never be seen.
   */
  nodesOf(field: PlannedField): FieldNode[] {
    let nodes = this.nodes.get(field);
    if (nodes === undefined) {
      nodes = [...field.nodes];
      this.nodes.set(field, nodes);
    }
    return nodes;
  }
}

/** One field of one object under execution. A leaf that resolves by default does without, unless it fails. */
export class FieldVisit {
  readonly path: Path;
  private builtInfo: GraphQLResolveInfo | undefined;

  constructor(
    readonly run: Run,
    readonly field: PlannedField,
    parentPath: Path | undefined,
  ) {
    this.path = { prev: parentPath, key: field.key, typename: field.parentType.name };
    this.builtInfo = undefined;
  }

  /** Built when first asked for; the resolver, `resolveType` and `isTypeOf` of one visit share it. */
  get info(): GraphQLResolveInfo {
    const { run, field } = this;
    return (this.builtInfo ??= buildResolveInfo(
      run.context,
      field.definition,
      run.nodesOf(field),
      field.parentType,
      this.path,
    ));
  }

  /**
   * Records the error of this field, or of the list item at `path`, and gives the null that stands for the value.
   * @throws GraphQLError the located error, when `type` may not be null and the parent has to go instead
   */
  fail(
    rawError: unknown,
    path: Path = this.path,
    type: GraphQLOutputType = this.field.definition.type,
  ): null {
    const error = locatedError(rawError, this.run.nodesOf(this.field), responsePathAsArray(path));
    if (isNonNullType(type)) throw error;
    this.run.context.collectedErrors.add(error, path);
    return null;
  }
}

/** True for anything with a `then` method, as graphql-js has it. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * Executes the fields of an object side by side; the answer is a promise only if one of them is.
 * @param answers what is known already of the objects of the list that `path` leads into
 */
export function executeFields(
  run: Run,
  selection: Selection,
  source: unknown,
  path: Path | undefined,
  answers?: Answers,
): Data | Promise<Data> {
  const results = emptyData();
  let pending: Pending | undefined;
  try {
    for (const field of selection) {
      const known = answers?.get(field);
      const result =
        known === undefined
          ? executeField(run, field, source, path)
          : completeKnown(new FieldVisit(run, field, path), known[path?.key as number]);
      if (result === undefined) continue;
      results[field.key] = result;
      if (!isPromise(result)) continue;
      pending ??= { keys: [], promises: [] };
      pending.keys.push(field.key);
      pending.promises.push(result);
    }
  } catch (error) {
    // The siblings under way are waited for, and their rejections handled, before the parent becomes null.
    if (pending !== undefined) {
      return settled(results, pending).finally(() => {
        throw error;
      });
    }
    throw error;
  }
  return pending === undefined ? results : settled(results, pending);
}

/** Executes the root fields of a mutation, each after the one before has completed. */
export function executeFieldsSerially(run: Run, selection: Selection, source: unknown): Data | Promise<Data> {
  let results: Data | Promise<Data> = emptyData();
  for (const field of selection) {
    results = isPromise(results)
      ? results.then((previous) => executeNext(run, field, source, previous))
      : executeNext(run, field, source, results);
  }
  return results;
}

function executeNext(run: Run, field: PlannedField, source: unknown, results: Data): Data | Promise<Data> {
  const result = executeField(run, field, source, undefined);
  if (result === undefined) return results;
  if (isPromise(result)) {
    return result.then((resolved) => {
      results[field.key] = resolved;
      return results;
    });
  }
  results[field.key] = result;
  return results;
}

function executeField(run: Run, field: PlannedField, source: unknown, parentPath: Path | undefined): unknown {
  if (field.constant !== undefined) return field.constant;
  const { context } = run;
  const resolve: GraphQLFieldResolver<unknown, unknown> = field.definition.resolve ?? context.fieldResolver;
  let visit = field.leaf === undefined ? new FieldVisit(run, field, parentPath) : undefined;
  try {
    let result: unknown;
    if (resolve !== resolveByDefault) {
      visit ??= new FieldVisit(run, field, parentPath);
      result = resolve(source, field.argumentsFor(context), context.contextValue, visit.info);
    } else {
      // Computed even if nothing looks at them: they may be what fails.
      const args = field.literalArguments === undefined ? field.argumentsFor(context) : undefined;
      result = readable(source) ? source[field.name] : undefined;
      if (typeof result === 'function') {
        visit ??= new FieldVisit(run, field, parentPath);
        result = (source as Methods)[field.name]!(
          args ?? field.argumentsFor(context),
          context.contextValue,
          visit.info,
        );
      }
    }
    if (field.leaf !== undefined && !isPromise(result)) {
      const completed = field.leaf(field, result);
      if (!isPromise(completed)) return completed;
      return guarded((visit ??= new FieldVisit(run, field, parentPath)), completed);
    }
    return settle((visit ??= new FieldVisit(run, field, parentPath)), result);
  } catch (error) {
    return (visit ?? new FieldVisit(run, field, parentPath)).fail(error);
  }
}

/** What fails does so in a promise, as if it had been waited for: the fields after it are executed all the same. */
function completeKnown(visit: FieldVisit, value: unknown): unknown {
  try {
    return settle(visit, value);
  } catch (error) {
    return Promise.resolve().then(() => visit.fail(error));
  }
}

function settle(visit: FieldVisit, result: unknown): unknown {
  const { field, path } = visit;
  const completed = isPromise(result)
    ? result.then((resolved) => field.complete(visit, path, resolved))
    : field.complete(visit, path, result);
  return isPromise(completed) ? guarded(visit, completed) : completed;
}

function guarded(visit: FieldVisit, completed: Promise<unknown>): Promise<unknown> {
  return completed.then(undefined, (error: unknown) => visit.fail(error));
}

function readable(source: unknown): source is Record<string, unknown> {
  return (typeof source === 'object' && source !== null) || typeof source === 'function';
}

/**
 * An object without a prototype, as graphql-js answers, so that any alias is an ordinary key. Made this way V8 keeps its
 * properties fast; `Object.create(null)` gives a dictionary, which is slower to fill (1.4 x) and to stringify (1.7 x).
 */
function emptyData(): Data {
  return Object.setPrototypeOf({}, null) as Data;
}

/**
 * Puts the values of the promises in their places, at the microtask at which graphql-js does. That one hands the plain
 * values to `Promise.all` as well, but they are settled by the time that the first promise is.
 */
function settled(results: Data, { keys, promises }: Pending): Promise<Data> {
  const [first] = promises as [Promise<unknown>];
  if (promises.length === 1 && first.constructor === Promise) {
    // As many microtasks as `Promise.all` takes for a promise of its own kind, for half the work.
    return first.then((value) => [value]).then((values) => place(results, keys, values));
  }
  return Promise.all(promises).then((values) => place(results, keys, values));
}

function place(results: Data, keys: readonly string[], values: readonly unknown[]): Data {
  keys.forEach((key, index) => {
    results[key] = values[index];
  });
  return results;
}

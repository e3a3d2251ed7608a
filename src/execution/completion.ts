import {
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect';
import { isIterableObject } from 'graphql/jsutils/isIterableObject';
import { executeFields, isPromise, type Data, type FieldVisit, type Path } from './fields';
import { type PlannedField } from './plan';
import { possibleRuntimeType } from './runtimeType';
import { answersFor, itemObjectType, type Answers } from './wholeLists';

/**
 * Turns what a resolver gave for the value at `path` into what the response holds, or a promise of it.
 * @param answers what is known already of the fields of an object in a list
 */
export type Complete = (visit: FieldVisit, path: Path, value: unknown, answers?: Answers) => unknown;

/** The same for a scalar or an enum, which needs neither path nor info. */
export type CompleteLeaf = (field: PlannedField, value: unknown) => unknown;

const completions = new WeakMap<GraphQLOutputType, Complete>();
const leaves = new WeakMap<GraphQLOutputType, CompleteLeaf>();

/** How values of `type` are completed: a closure made once for each type. */
export function completionOf(type: GraphQLOutputType): Complete {
  let complete = completions.get(type);
  if (complete === undefined) {
    complete = makeCompletion(type);
    completions.set(type, complete);
  }
  return complete;
}

/** The same as {@link completionOf} for a leaf type, nullable or not; undefined for any other. */
export function leafOf(type: GraphQLOutputType): CompleteLeaf | undefined {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (!isLeafType(nullable)) return undefined;
  let leaf = leaves.get(type);
  if (leaf === undefined) {
    leaf = nullable === type ? nullableLeaf(nullable) : nonNullLeaf(nullableLeaf(nullable));
    leaves.set(type, leaf);
  }
  return leaf;
}

function makeCompletion(type: GraphQLOutputType): Complete {
  const leaf = leafOf(type);
  if (leaf !== undefined) return (visit, _path, value) => leaf(visit.field, value);
  if (isNonNullType(type)) return nonNull(completionOf(type.ofType));
  if (isListType(type)) return nullable(list(type.ofType));
  if (isAbstractType(type))
    return nullable((visit, path, value) => completeAbstract(visit, path, value, type));
  return nullable((visit, path, value, answers) =>
    completeObject(visit, path, value, type as GraphQLObjectType, answers),
  );
}

function nullable(complete: Complete): Complete {
  return (visit, path, value, answers) => {
    if (value instanceof Error) throw value;
    return value == null ? null : complete(visit, path, value, answers);
  };
}

function nonNull(complete: Complete): Complete {
  return (visit, path, value, answers) => {
    const completed = complete(visit, path, value, answers);
    if (completed === null) throw unexpectedNull(visit.field);
    return completed;
  };
}

function nullableLeaf(type: GraphQLLeafType): CompleteLeaf {
  return (_field, value) => {
    if (value == null) return null;
    if (value instanceof Error) throw value;
    const serialized: unknown = type.serialize(value);
    if (serialized == null) {
      throw new Error(
        `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to ` +
          `return non-nullable value, returned: ${inspect(serialized)}`,
      );
    }
    return serialized;
  };
}

function nonNullLeaf(complete: CompleteLeaf): CompleteLeaf {
  return (field, value) => {
    const completed = complete(field, value);
    if (completed === null) throw unexpectedNull(field);
    return completed;
  };
}

function unexpectedNull({ parentType, name }: PlannedField): Error {
  return new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
}

function list(itemType: GraphQLOutputType): Complete {
  const complete = completionOf(itemType);
  const objectType = itemObjectType(itemType);

  const completeItem = (visit: FieldVisit, path: Path, item: unknown, answers?: Answers): unknown => {
    try {
      const completed = isPromise(item)
        ? item.then((resolved) => complete(visit, path, resolved))
        : complete(visit, path, item, answers);
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => visit.fail(error, path, itemType))
        : completed;
    } catch (error) {
      return visit.fail(error, path, itemType);
    }
  };

  const completeItems: Complete = (visit, path, value, answers) => {
    if (!isIterableObject(value)) {
      const { parentType, name } = visit.field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${name}".`,
      );
    }
    const items: unknown[] = [];
    let containsPromise = false;
    try {
      for (const item of value) {
        const itemPath = { prev: path, key: items.length, typename: undefined };
        const completed = completeItem(visit, itemPath, item, answers);
        if (!containsPromise && isPromise(completed)) containsPromise = true;
        items.push(completed);
      }
    } catch (error) {
      abandon(items);
      if (Array.isArray(value)) abandon(value);
      throw error;
    }
    return containsPromise ? Promise.all(items) : items;
  };

  return (visit, path, value) => {
    const answers = objectType && answersFor(visit, value, objectType);
    return answers === undefined
      ? completeItems(visit, path, value)
      : answers.then((known) => completeItems(visit, path, value, known));
  };
}

/**
 * Handles the rejections of the items that nobody waits for any more once the list itself has failed. graphql-js lets
 * them end the process. A thenable that is not a promise is left alone: asking it might be what starts its work.
 */
function abandon(items: readonly unknown[]): void {
  for (const item of items) {
    if (item instanceof Promise) item.catch(() => undefined);
  }
}

function completeAbstract(visit: FieldVisit, path: Path, value: unknown, type: GraphQLAbstractType): unknown {
  const { context } = visit.run;
  const resolveType = type.resolveType ?? context.typeResolver;
  const name: unknown = resolveType(value, context.contextValue, visit.info, type);
  return isPromise(name)
    ? name.then((resolved) =>
        completeObject(visit, path, value, possibleRuntimeType(visit, type, value, resolved)),
      )
    : completeObject(visit, path, value, possibleRuntimeType(visit, type, value, name));
}

function completeObject(
  visit: FieldVisit,
  path: Path,
  value: unknown,
  type: GraphQLObjectType,
  answers?: Answers,
): Data | Promise<Data> {
  const { run, field } = visit;
  const selection = field.selectionFor(type, run.context);
  if (!type.isTypeOf) return executeFields(run, selection, value, path, answers);
  const isTypeOf: unknown = type.isTypeOf(value, run.context.contextValue, visit.info);
  const execute = (belongs: unknown): Data | Promise<Data> => {
    if (belongs) return executeFields(run, selection, value, path);
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
      nodes: run.nodesOf(field),
    });
  };
  return isPromise(isTypeOf) ? isTypeOf.then(execute) : execute(isTypeOf);
}

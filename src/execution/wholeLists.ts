import {
  isNonNullType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { isPromise, type FieldVisit, type Run } from './fields';
import { type PlannedField, type Selection } from './plan';

/** What a whole-list resolver is told of the query. */
export interface WholeListInfo {
  readonly fieldNodes: readonly FieldNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/**
 * Resolves one field of all objects of a list at once. It must give what the resolver that it stands beside gives to each of
 * them, an `Error` for one that fails.
 * @param sources the objects, at least two, in the list's order
 * @param args the arguments, which are the same for all of them
 */
export type WholeListResolver<Source, Args, Context> = (
  sources: readonly Source[],
  args: Args,
  context: Context,
  info: WholeListInfo,
) => Promise<readonly unknown[]>;

/**
 * A field's extension beside its resolver, which graphql-js goes on using. A plan calls it once a list instead, so that a
 * list of a hundred rows waits for one promise rather than several hundred.
 */
interface Extensions {
  forAll?: WholeListResolver<unknown, unknown, unknown>;
}

/** The values of some fields of all objects of a list: `answers.get(field)[index]`. */
export type Answers = ReadonlyMap<PlannedField, readonly unknown[]>;

/** The type of a list's items when all are of one type that needs no asking. */
export function itemObjectType(itemType: GraphQLOutputType): GraphQLObjectType | undefined {
  const type = isNonNullType(itemType) ? itemType.ofType : itemType;
  return isObjectType(type) && !type.isTypeOf ? type : undefined;
}

/**
 * Has those fields of a list's items resolved that can be for all of them at once; undefined when there is none, or when an
 * item is none that every resolver could take.
 */
export function answersFor(
  { run, field }: FieldVisit,
  items: unknown,
  type: GraphQLObjectType,
): Promise<Answers> | undefined {
  if (!Array.isArray(items) || items.length < 2) return undefined;
  const fields = wholeListFields(field, type, run);
  return fields.length > 0 && items.every(isSource) ? answer(run, fields, items) : undefined;
}

async function answer(
  run: Run,
  fields: readonly PlannedField[],
  sources: readonly unknown[],
): Promise<Answers> {
  const answers = new Map<PlannedField, readonly unknown[]>();
  await Promise.all(
    fields.map(async (field) => {
      const values = await valuesOf(run, field, sources);
      if (values !== undefined) answers.set(field, values);
    }),
  );
  return answers;
}

/** Undefined when the resolver has to say for each object what is wrong. */
async function valuesOf(
  run: Run,
  field: PlannedField,
  sources: readonly unknown[],
): Promise<readonly unknown[] | undefined> {
  const { context } = run;
  const { forAll } = field.definition.extensions as Extensions;
  try {
    const args = field.argumentsFor(context);
    const info = { fieldNodes: run.nodesOf(field), fragments: context.fragments };
    return await forAll?.(sources, args, context.contextValue, info);
  } catch (error) {
    return error instanceof Error ? sources.map(() => error) : undefined;
  }
}

const known = new WeakMap<Selection, readonly PlannedField[]>();

function wholeListFields(
  list: PlannedField,
  type: GraphQLObjectType,
  { context }: Run,
): readonly PlannedField[] {
  let selection: Selection;
  try {
    selection = list.selectionFor(type, context);
  } catch {
    // A condition without a usable value, which each item's own error is to tell.
    return [];
  }
  let fields = known.get(selection);
  if (fields === undefined) {
    fields = selection.filter(({ definition }) => (definition.extensions as Extensions).forAll !== undefined);
    known.set(selection, fields);
  }
  return fields;
}

function isSource(item: unknown): boolean {
  return typeof item === 'object' && item !== null && !(item instanceof Error) && !isPromise(item);
}

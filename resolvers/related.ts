import { type GraphQLResolveInfo } from 'graphql';
import { type Context } from '../src/context';
import { type BatchLoader, type NestedPageLoader } from '../src/database/batching';
import { type Page, type PageRequest } from '../src/database/paging';
import { type WholeListResolver } from '../src/execution/wholeLists';
import { type FieldNames } from '../src/database/tableShape';
import { type Loaders } from '../src/loaders';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** A field that can be resolved for one row, and for all rows of a list at once. */
interface RelatedField<Parent, Args, Value> {
  resolve(parent: Parent, args: Args, context: Context, info: Info): Promise<Value>;
  readonly extensions: { readonly forAll: WholeListResolver<Parent, Args, Context> };
}

interface Row {
  readonly id: string;
}

/** What a loader gives for a row's id. */
export function ofRow<Value>(
  loaderOf: (loaders: Loaders) => BatchLoader<Value>,
): RelatedField<Row, object, Value> {
  return {
    resolve: ({ id }, _args, { loaders }) => loaderOf(loaders).load(id),
    extensions: { forAll: (rows, _args, { loaders }) => loaderOf(loaders).loadAll(idsOf(rows)) },
  };
}

/** What a loader gives for the id that a row has of another; null when it has none. */
export function referred<Parent, Id extends string | null, Value>(
  idOf: (parent: Parent) => Id,
  loaderOf: (loaders: Loaders) => BatchLoader<Value>,
): RelatedField<Parent, object, Value | Extract<Id, null>> {
  return {
    resolve: async (parent, _args, { loaders }) => {
      const id: string | null = idOf(parent);
      // Null here means that `Id` has it.
      return id === null ? (null as Extract<Id, null>) : loaderOf(loaders).load(id);
    },
    extensions: {
      forAll: async (parents, _args, { loaders }) => {
        const ids = parents.map(idOf);
        const values = await loaderOf(loaders).loadAll(ids.filter((id) => id !== null));
        let next = 0;
        return ids.map((id) => (id === null ? null : values[next++]));
      },
    },
  };
}

/**
 * A page of the list that hangs on a row.
 * @param fieldsOf what is asked for on the list's rows, for a list that reads only the columns behind it
 */
export function listOf<Args extends PageRequest, Item>(
  loaderOf: (loaders: Loaders, args: Args) => NestedPageLoader<Item>,
  fieldsOf: (info: Info) => FieldNames | undefined = () => undefined,
): RelatedField<Row, Args, Page<Item>> {
  return {
    resolve: ({ id }, args, { loaders }, info) => loaderOf(loaders, args).load(id, args, fieldsOf(info)),
    extensions: {
      forAll: (rows, args, { loaders }, info) =>
        loaderOf(loaders, args).loadAll(idsOf(rows), args, fieldsOf(info)),
    },
  };
}

function idsOf(rows: readonly Row[]): string[] {
  return rows.map(({ id }) => id);
}

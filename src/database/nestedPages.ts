import { type EntityTarget, type ObjectLiteral } from 'typeorm';
import { readCursor, writeCursor } from './cursor';
import { groupBy } from './groupBy';
import { type Direction, Page, type PageRequest, pageSize } from './paging';
import { type RowQuery } from './RowQuery';
import { type DerivedFields } from './tableShape';

/** The columns of a table that links parents to their ordered children: `link.collectionId`. */
export interface LinkColumns {
  readonly parent: string;
  readonly child: string;
  /** A whole number that orders the children of one parent; left out, they are in the order of their ids. */
  readonly position?: string;
  /** Ascending when left out. */
  readonly direction?: Direction;
}

/** What is to be made of the children's rows. */
export interface NestedRows<Row> {
  /** The columns that fields follow from which are none themselves. */
  readonly derived?: DerivedFields;
  /** As {@link RowQuery.view} takes it, changing the row in place. */
  readonly viewer?: () => (row: Row) => Row;
}

/** Beside the child's own columns. */
interface Place {
  linkParent: string;
  linkPosition: number;
}

/**
 * Reads the same page of many parents' lists in one statement, whatever the number of parents: ranks the links, which are
 * narrow, and fetches the rows of those that are on the page.
 * @param query selects the links of the parents, filtered, without order or limit
 * @param entity what the links lead to; its rows have a unique `id`
 * @returns the pages by parent; a parent without children has no entry
 * @throws BadUserInputError for a page size out of range, or a cursor that is not of this list
 */
export async function readNestedPages<Link extends ObjectLiteral, Row extends ObjectLiteral & { id: string }>(
  query: RowQuery<Link>,
  { parent, child, position, direction = 'ASC' }: LinkColumns,
  entity: EntityTarget<Row>,
  request: PageRequest,
  { derived = {}, viewer = () => (row) => row }: NestedRows<Row> = {},
): Promise<Map<string, Page<Row>>> {
  const size = pageSize(request.first);
  const order = (position === undefined ? [child] : [position, child])
    .map((column) => `${column} ${direction}`)
    .join(', ');
  const isOneParents = query.valuesOf(parent)?.length === 1;
  if (request.after != null) {
    // Children that are reached over links have the links' primary key for an order.
    if (isOneParents && position === undefined && child === `${query.alias}.id`) {
      query.beginInIndex({ property: undefined, isAfterRow: true });
    }
    const place = readCursor(request.after, order, { kind: 'number', nullable: false });
    const beyond = direction === 'ASC' ? '>' : '<';
    if (position === undefined) query.where(`${child} ${beyond} :placeId`, { placeId: place.id });
    else {
      query.where(
        `${position} ${beyond}= :placeValue AND (${position} ${beyond} :placeValue OR ${child} ${beyond} :placeId)`,
        { placeValue: place.value, placeId: place.id },
      );
    }
  }
  const table = query.tableOf(entity);
  const columns = request.fields && table.columnsBehind(request.fields, derived);
  const links = `SELECT ${parent} AS linkParent, ${child} AS linkChild, ${position ?? '0'} AS linkPosition`;
  const page = `SELECT ranked.linkParent, ranked.linkPosition, ${table.columnsOf('child', columns)} FROM`;
  const children = `JOIN ${table.name} child ON child.id = ranked.linkChild`;
  const rows = await query.raw<Row & Place>(
    isOneParents
      ? // One parent's may be very many: an index in their order gives the first without ranking the rest.
        `${page} (${links}{rows} ORDER BY ${order} LIMIT ${size + 1}) ranked ${children}
         ORDER BY ranked.linkPosition ${direction}, ranked.linkChild ${direction}`
      : `${page} (${links}, ROW_NUMBER() OVER (PARTITION BY ${parent} ORDER BY ${order}) AS place{rows}) ranked
         ${children} WHERE ranked.place <= ${size + 1} ORDER BY ranked.linkParent, ranked.place`,
    {},
    () => {
      const viewOf = viewer();
      return (row) => {
        viewOf(table.toRow(row));
        return row;
      };
    },
  );
  const cursorOf = (row: Row & Place): string => writeCursor(order, { value: row.linkPosition, id: row.id });
  return new Map(
    [...groupBy(rows, (row) => row.linkParent)].map(([id, children]) => [
      id,
      Page.of<Row>(children, size, request.after != null, (row) => cursorOf(row as Row & Place)),
    ]),
  );
}

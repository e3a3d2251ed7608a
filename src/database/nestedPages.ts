import { type EntityTarget, type ObjectLiteral } from 'typeorm';
import { readCursor, writeCursor } from './cursor';
import { groupBy } from './groupBy';
import { type Direction, Page, type PageRequest, pageSize } from './paging';
import { type RowQuery } from './RowQuery';

/** The columns of a table that links parents to their ordered children: `link.collectionId`. */
export interface LinkColumns {
  readonly parent: string;
  readonly child: string;
  /** A whole number that orders the children of one parent; left out, they are in the order of their ids. */
  readonly position?: string;
  /** DESC for the last first. */
  readonly direction?: Direction;
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
): Promise<Map<string, Page<Row>>> {
  const size = pageSize(request.first);
  const columns = position === undefined ? [child] : [position, child];
  const order = columns.map((column) => `${column} ${direction}`).join(', ');
  const beyond = direction === 'ASC' ? '>' : '<';
  if (request.after != null) {
    const place = readCursor(request.after, order, { kind: 'number', nullable: false });
    if (position === undefined) query.where(`${child} ${beyond} :placeId`, { placeId: place.id });
    else {
      query.where(
        `${position} ${beyond}= :placeValue AND (${position} ${beyond} :placeValue OR ${child} ${beyond} :placeId)`,
        { placeValue: place.value, placeId: place.id },
      );
    }
  }
  const table = query.tableOf(entity);
  const rows = await query.raw<Row & Place>(
    `SELECT ranked.linkParent, ranked.linkPosition, ${table.columnsOf('child')} FROM
       (SELECT ${parent} AS linkParent, ${child} AS linkChild, ${position ?? '0'} AS linkPosition,
         ROW_NUMBER() OVER (PARTITION BY ${parent} ORDER BY ${order}) AS place{rows}) ranked
     JOIN ${table.name} child ON child.id = ranked.linkChild
     WHERE ranked.place <= :places ORDER BY ranked.linkParent, ranked.place`,
    { places: size + 1 },
  );
  for (const row of rows) table.toRow(row);
  const cursorOf = (row: Row & Place): string => writeCursor(order, { value: row.linkPosition, id: row.id });
  return new Map(
    [...groupBy(rows, (row) => row.linkParent)].map(([id, children]) => [
      id,
      Page.of<Row>(children, size, request.after != null, (row) => cursorOf(row as Row & Place)),
    ]),
  );
}

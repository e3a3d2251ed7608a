import { type ObjectLiteral } from 'typeorm';
import { readCursor, writeCursor } from './cursor';
import { groupBy } from './groupBy';
import { Page, type PageRequest, pageSize } from './paging';
import { type RowQuery } from './RowQuery';

/** The columns of a table that links parents to their ordered children: `link.collectionId`. */
export interface LinkColumns {
  readonly parent: string;
  readonly child: string;
  /** A whole number that orders the children of one parent; left out, they are in the order of their ids. */
  readonly position?: string;
}

interface LinkRow {
  parentId: string;
  childId: string;
  position: number;
}

/**
 * Reads the same page of many parents' lists in one statement, whatever the number of parents.
 * @param query selects the links of the parents, filtered, without order or limit
 * @returns the children's ids by parent; a parent without children has no entry
 * @throws BadUserInputError for a page size out of range, or a cursor that is not of this list
 */
export async function readNestedPages<Link extends ObjectLiteral>(
  query: RowQuery<Link>,
  { parent, child, position }: LinkColumns,
  request: PageRequest,
): Promise<Map<string, Page<string>>> {
  const size = pageSize(request.first);
  const order = position === undefined ? child : `${position}, ${child}`;
  if (request.after != null) {
    const place = readCursor(request.after, order, { kind: 'number', nullable: false });
    if (position === undefined) query.where(`${child} > :placeId`, { placeId: place.id });
    else {
      query.where(`${position} >= :placeValue AND (${position} > :placeValue OR ${child} > :placeId)`, {
        placeValue: place.value,
        placeId: place.id,
      });
    }
  }
  const rows = await query.raw<LinkRow>(
    `SELECT * FROM (SELECT ${parent} AS parentId, ${child} AS childId, ${position ?? '0'} AS position,
       ROW_NUMBER() OVER (PARTITION BY ${parent} ORDER BY ${order}) AS place{rows}) ranked
     WHERE ranked.place <= :places ORDER BY ranked.parentId, ranked.place`,
    { places: size + 1 },
  );
  const cursorOf = (link: LinkRow): string => writeCursor(order, { value: link.position, id: link.childId });
  const pageOf = (links: LinkRow[]): Page<string> =>
    Page.of(links, size, request.after != null, cursorOf).map((link) => link.childId);
  return new Map([...groupBy(rows, (row) => row.parentId)].map(([id, links]) => [id, pageOf(links)]));
}

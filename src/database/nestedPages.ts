import { type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { readCursor, writeCursor } from './cursor';
import { groupBy } from './groupBy';
import { mapPage, type Page, type PageRequest, pageSize, toPage } from './paging';

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
  query: SelectQueryBuilder<Link>,
  { parent, child, position }: LinkColumns,
  request: PageRequest,
): Promise<Map<string, Page<string>>> {
  const size = pageSize(request.first);
  const order = position === undefined ? child : `${position}, ${child}`;
  if (request.after != null) {
    const place = readCursor(request.after, order, { kind: 'number', nullable: false });
    query
      .andWhere(
        position === undefined
          ? `${child} > :placeId`
          : `${position} >= :placeValue AND (${position} > :placeValue OR ${child} > :placeId)`,
      )
      .setParameters({ placeValue: place.value, placeId: place.id });
  }
  const ranked = query
    .select(parent, 'parentId')
    .addSelect(child, 'childId')
    .addSelect(position ?? '0', 'position')
    .addSelect(`ROW_NUMBER() OVER (PARTITION BY ${parent} ORDER BY ${order})`, 'place');
  const rows = await query
    .createQueryBuilder()
    .select('*')
    .from(`(${ranked.getQuery()})`, 'ranked')
    .where('ranked.place <= :places', { ...ranked.getParameters(), places: size + 1 })
    .orderBy('ranked.parentId')
    .addOrderBy('ranked.place')
    .getRawMany<LinkRow>();
  const pageOf = (links: LinkRow[]): Page<string> =>
    mapPage(
      toPage(links, size, request.after != null, (link) =>
        writeCursor(order, { value: link.position, id: link.childId }),
      ),
      (link) => link.childId,
    );
  return new Map([...groupBy(rows, (row) => row.parentId)].map(([id, links]) => [id, pageOf(links)]));
}

import { type EntityManager, type ObjectLiteral } from 'typeorm';
import { groupBy } from './groupBy';
import { cutPage, type ListOrder, type Page, type PageRequest } from './paging';
import { rawQuery } from './rawQuery';
import { type RowQuery } from './RowQuery';

/** Keeps the SELECTs of one statement under SQLite's 500, and their parameters under its 32,766. */
const MAX_QUERIES = 100;

/** How many rows each query finds, in the queries' order. One statement for a hundred of them. */
export async function countEach(
  manager: EntityManager,
  queries: readonly Pick<RowQuery<ObjectLiteral>, 'compile'>[],
): Promise<number[]> {
  const counts = queries.map(() => 0);
  for (let start = 0; start < queries.length; start += MAX_QUERIES) {
    const rows = await unite<{ place: number | string; rowCount: number | string }>(
      manager,
      queries
        .slice(start, start + MAX_QUERIES)
        .map((query, index) => query.compile(`SELECT ${start + index} AS place, COUNT(*) AS rowCount{rows}`)),
    );
    for (const { place, rowCount } of rows) counts[Number(place)] = Number(rowCount);
  }
  return counts;
}

/**
 * The same page of each query's list, in the queries' order. One statement for a hundred of them.
 * @param queries over one table and alias, without order or limit
 * @throws BadUserInputError for a page size out of range, or a cursor that is not of this list and order
 */
export async function readPageOfEach<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  queries: readonly RowQuery<Row>[],
  order: ListOrder,
  request: PageRequest,
): Promise<Page<Row>[]> {
  const cuts = queries.map((query) => cutPage(query, order, request));
  const found = new Map<number, Row[]>();
  for (let start = 0; start < queries.length; start += MAX_QUERIES) {
    const rows = await unite<Row & { place: number | string }>(
      manager,
      queries.slice(start, start + MAX_QUERIES).map((query, index) => {
        const { rowCount } = cuts[start + index]!;
        const page = `SELECT ${query.table.columnsOf(query.alias)}{rows} LIMIT ${rowCount}`;
        return query.compile(`SELECT ${start + index} AS place, page.* FROM (${page}) page`);
      }),
      // A union promises no order of its own.
      ` ORDER BY place, ${order.property} ${order.direction}, id ${order.direction}`,
      () => (row) => queries[start]!.table.toRow(row),
    );
    for (const [place, group] of groupBy(rows, (row) => Number(row.place))) found.set(place, group);
  }
  return cuts.map((cut, index) => cut.pageOf(found.get(index) ?? []));
}

async function unite<Raw>(
  manager: EntityManager,
  parts: readonly { statement: string; values: readonly unknown[] }[],
  order = '',
  converter?: () => (row: Raw) => Raw,
): Promise<readonly Raw[]> {
  const statement = parts.map((part) => part.statement).join(' UNION ALL ') + order;
  return rawQuery<Raw>(
    manager,
    statement,
    parts.flatMap(({ values }) => values),
    converter,
  );
}

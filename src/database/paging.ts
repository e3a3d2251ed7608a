import { type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { BadUserInputError } from '../errors';
import { type CursorPlace, type CursorType, type CursorValue, readCursor, writeCursor } from './cursor';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** What a client asks of a list: how many rows, and after which. */
export interface PageRequest {
  /** 1 to 100; 20 when left out. */
  first?: number | null;
  /** A cursor that an earlier page of the same list and order gave. */
  after?: string | null;
}

export type Direction = 'ASC' | 'DESC';

/** The columns that a list is ordered by: one property, then the id, so that the order is total. */
export interface ListOrder {
  /** Property of the entity. */
  property: string;
  direction: Direction;
}

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

export interface PageBounds {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** One page of a list, in the shape of a Relay connection. */
export interface Page<Row> {
  readonly edges: readonly Edge<Row>[];
  readonly nodes: readonly Row[];
  readonly pageInfo: PageBounds;
}

/**
 * Reads one page by keyset: the rows that come after the cursor's, in an index's order and without sorting. SQLite and
 * MySQL 8 begin at the cursor, however deep the page is; MariaDB 10.11 walks the index entries before it as long as they
 * are the smaller part of the list (it prefers `ref` to `range`, and TypeORM has no way to say FORCE INDEX).
 * Rows whose ordering property is null come before all others, as every engine has it: first when ascending, last when
 * descending.
 * @param query selects the rows, filtered, without order or limit
 * @param alias the query's alias for the listed entity, which has a unique `id`
 * @throws BadUserInputError for a page size out of range, or a cursor that is not of this list and order
 */
export async function readPage<Row extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<Row>,
  alias: string,
  order: ListOrder,
  request: PageRequest,
): Promise<Page<Row>> {
  const size = pageSize(request.first);
  const list = `${order.property} ${order.direction}`;
  const type = cursorType(query, alias, order.property);
  const column = `${alias}.${order.property}`;
  if (request.after != null) {
    const place = readCursor(request.after, list, type);
    query
      .andWhere(`(${placeAfter(column, `${alias}.id`, order.direction, type, place)})`)
      .setParameters({ placeValue: place.value, placeId: place.id });
  }
  const rows = await query
    .orderBy(column, order.direction)
    .addOrderBy(`${alias}.id`, order.direction)
    .limit(size + 1)
    .getMany();
  return toPage(rows, size, request.after != null, (row) =>
    writeCursor(list, { value: orderValue(row, order.property), id: row.id }),
  );
}

/**
 * The condition for a row to come after `:placeValue` and `:placeId`. The first comparison alone tells an index where to
 * begin; the bracket sorts out the ties.
 */
function placeAfter(
  column: string,
  id: string,
  direction: Direction,
  type: CursorType,
  { value }: CursorPlace,
): string {
  const beyond = direction === 'ASC' ? '>' : '<';
  if (value === null) {
    const rest = `${column} IS NULL AND ${id} ${beyond} :placeId`;
    return direction === 'ASC' ? `(${rest}) OR ${column} IS NOT NULL` : rest;
  }
  const values = `${column} ${beyond}= :placeValue AND (${column} ${beyond} :placeValue OR ${id} ${beyond} :placeId)`;
  return type.nullable && direction === 'DESC' ? `(${values}) OR ${column} IS NULL` : values;
}

function cursorType<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  alias: string,
  property: string,
): CursorType {
  const entity = query.expressionMap.aliases.find(({ name }) => name === alias)?.metadata;
  const column = entity?.findColumnWithPropertyName(property);
  if (column === undefined) throw new Error(`${alias}.${property} is no column to order a list by.`);
  const kind = column.type === 'datetime' ? 'time' : column.type === 'integer' ? 'number' : 'text';
  return { kind, nullable: column.isNullable };
}

function orderValue(row: ObjectLiteral, property: string): CursorValue {
  const value: unknown = row[property];
  if (typeof value === 'string' || typeof value === 'number' || value instanceof Date) return value;
  return null;
}

/** The same page of other nodes: `change` gives what stands for a node, or null to leave it out. */
export function mapPage<From, To>(page: Page<From>, change: (node: From) => To | null): Page<To> {
  const edges = page.edges.flatMap(({ cursor, node }) => {
    const changed = change(node);
    return changed === null ? [] : [{ cursor, node: changed }];
  });
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: page.pageInfo };
}

/**
 * A page out of rows in their order, of which one more was asked for than the page holds.
 * @param found at most `size` + 1 rows
 */
export function toPage<Row>(
  found: Row[],
  size: number,
  hasPreviousPage: boolean,
  cursor: (row: Row) => string,
): Page<Row> {
  const nodes = found.slice(0, size);
  const edges = nodes.map((node) => ({ cursor: cursor(node), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/**
 * How many rows a page holds at most.
 * @throws BadUserInputError when `first` is out of range
 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw new BadUserInputError('first', `${size} is out of range.`, `1 to ${MAX_PAGE_SIZE}`);
  }
  return size;
}

import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { BadUserInputError } from '../errors';

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
  /** Property of the entity; never null in the rows that are listed. */
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
 * Reads one page by keyset: the rows that come after the cursor's, found through an index, however deep the page is.
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
  const column = `${alias}.${order.property}`;
  if (request.after != null) {
    const after = parseCursor(request.after, order);
    const beyond = order.direction === 'ASC' ? '>' : '<';
    query.andWhere(
      new Brackets((either) => {
        either
          .where(`${column} ${beyond} :cursorValue`, { cursorValue: after.value })
          .orWhere(`(${column} = :cursorValue AND ${alias}.id ${beyond} :cursorId)`, { cursorId: after.id });
      }),
    );
  }
  const rows = await query
    .orderBy(column, order.direction)
    .addOrderBy(`${alias}.id`, order.direction)
    .limit(size + 1)
    .getMany();
  return toPage(rows, size, request.after != null, (row) => cursorOf(row, order));
}

function toPage<Row>(
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

function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw new BadUserInputError('first', `${size} is out of range.`, `1 to ${MAX_PAGE_SIZE}`);
  }
  return size;
}

type CursorValue = string | number | Date;

function cursorOf(row: ObjectLiteral & { id: string }, order: ListOrder): string {
  const value: unknown = row[order.property];
  const plain = value instanceof Date ? { time: value.toISOString() } : { value };
  return Buffer.from(JSON.stringify({ by: orderKey(order), ...plain, id: row.id })).toString('base64url');
}

function parseCursor(text: string, order: ListOrder): { value: CursorValue; id: string } {
  const refuse = (): never => {
    throw new BadUserInputError(
      'after',
      'is not a cursor of this list in this order.',
      'an endCursor it gave before',
    );
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return refuse();
  }
  if (typeof parsed !== 'object' || parsed === null) return refuse();
  const { by, id, value, time } = parsed as Record<string, unknown>;
  if (by !== orderKey(order) || typeof id !== 'string') return refuse();
  if (typeof time === 'string') {
    const date = new Date(time);
    return Number.isNaN(date.getTime()) ? refuse() : { value: date, id };
  }
  return typeof value === 'string' || typeof value === 'number' ? { value, id } : refuse();
}

function orderKey(order: ListOrder): string {
  return `${order.property} ${order.direction}`;
}

import { type ObjectLiteral } from 'typeorm';
import { BadUserInputError } from '../errors';
import { type CursorPlace, type CursorType, type CursorValue, readCursor, writeCursor } from './cursor';
import { type RowQuery } from './RowQuery';
import { type DerivedFields, type FieldNames } from './tableShape';

const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** What a client asks of a list: how many rows, and after which. */
export interface PageRequest {
  /** 1 to 100; 20 when left out. */
  first?: number | null;
  /** A cursor that an earlier page of the same list and order gave. */
  after?: string | null;
  /** What is asked for on the rows: only the columns behind it are read. All when left out. */
  fields?: FieldNames | undefined;
}

export type Direction = 'ASC' | 'DESC';

/** The columns that a list is ordered by: one property, then the id, so that the order is total. */
export interface ListOrder {
  /** Property of the entity. */
  property: string;
  direction: Direction;
  /**
   * For rows whose ids alone are known to be in this order: the column of a table that is joined which holds the ids, and
   * has an index that gives them in order, `tagged.videoId`. Cursors are the same.
   */
  idColumn?: string;
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

/** One page of a list, in the shape of a Relay connection. Cursors are written when they are asked for. */
export class Page<Row> {
  /**
   * @param cursorAt the cursor of the node at an index
   * @param more whether there are rows before and after
   */
  constructor(
    readonly nodes: readonly Row[],
    private readonly cursorAt: (index: number) => string,
    private readonly more: Pick<PageBounds, 'hasNextPage' | 'hasPreviousPage'>,
  ) {}

  /**
   * A page out of rows in their order, of which one more was asked for than the page holds.
   * @param found at most `size` + 1 rows
   */
  static of<Row>(
    found: readonly Row[],
    size: number,
    hasPreviousPage: boolean,
    cursorOf: (row: Row) => string,
  ): Page<Row> {
    const nodes = found.length > size ? found.slice(0, size) : found;
    // The index is one of the page's own.
    const cursorAt = (index: number): string => cursorOf(nodes[index] as Row);
    return new Page(nodes, cursorAt, { hasNextPage: found.length > size, hasPreviousPage });
  }

  get edges(): readonly Edge<Row>[] {
    return this.nodes.map((node, index) => ({ cursor: this.cursorAt(index), node }));
  }

  get pageInfo(): PageBounds {
    const last = this.nodes.length - 1;
    return {
      ...this.more,
      startCursor: last < 0 ? null : this.cursorAt(0),
      endCursor: last < 0 ? null : this.cursorAt(last),
    };
  }

  /** The same page of other nodes: `change` gives what stands for a node, or null to leave it out. */
  map<To>(change: (node: Row) => To | null): Page<To> {
    const nodes: To[] = [];
    const indices: number[] = [];
    this.nodes.forEach((node, index) => {
      const changed = change(node);
      if (changed === null) return;
      nodes.push(changed);
      indices.push(index);
    });
    return new Page(nodes, (index) => this.cursorAt(indices[index] ?? index), this.more);
  }
}

/**
 * Reads one page by keyset: the rows that come after the cursor's, in an index's order and without sorting. The engine
 * begins at the cursor, however deep the page is: SQLite and MySQL 8 by themselves, MariaDB 10.11 where it is told to
 * ({@link RowQuery.beginInIndex}); for it prefers `ref` to `range`.
 * Rows whose ordering property is null come before all others, as every engine has it: first when ascending, last when
 * descending.
 * @param query selects the rows, filtered, without order or limit; they have a unique `id`
 * @param derived the columns that fields follow from which are none themselves
 * @throws BadUserInputError for a page size out of range, or a cursor that is not of this list and order
 */
export async function readPage<Row extends ObjectLiteral & { id: string }>(
  query: RowQuery<Row>,
  order: ListOrder,
  request: PageRequest,
  derived?: DerivedFields,
): Promise<Page<Row>> {
  query.fields(request.fields, derived).alsoRead(order.property);
  const cut = cutPage(query, order, request);
  return cut.pageOf(await query.limit(cut.rowCount).all());
}

/** What a query that was cut to a page needs to become one. */
export interface PageCut<Row> {
  /** How many rows to read: one more than the page holds. */
  readonly rowCount: number;
  /** @param rows in the query's order */
  pageOf(rows: readonly Row[]): Page<Row>;
}

/**
 * Gives a query the order of a list, and has it begin after the request's cursor: what {@link readPage} reads.
 * @throws BadUserInputError as {@link readPage}
 */
export function cutPage<Row extends ObjectLiteral & { id: string }>(
  query: RowQuery<Row>,
  order: ListOrder,
  request: PageRequest,
): PageCut<Row> {
  const size = pageSize(request.first);
  whereAfter(query, order, request);
  const { value, id } = placeColumns(query, order);
  if (value !== undefined) query.orderBy(value, order.direction);
  query.orderBy(id, order.direction);
  const list = listName(order);
  return {
    rowCount: size + 1,
    pageOf: (rows) =>
      Page.of(rows, size, request.after != null, (row) =>
        writeCursor(list, { value: orderValue(row, order.property), id: row.id }),
      ),
  };
}

/**
 * Keeps the rows of a list that come after the request's cursor, in whatever order.
 * @throws BadUserInputError for a cursor that is not of this list and order
 */
export function whereAfter<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  order: ListOrder,
  { after }: Pick<PageRequest, 'after'>,
): void {
  const { property, direction } = order;
  const type = cursorType(query, property);
  const { value, id } = placeColumns(query, order);
  if (value !== undefined) query.beginInIndex({ property, isAfterRow: after != null });
  if (after == null) return;
  const place = readCursor(after, listName(order), type);
  const isAfter =
    value === undefined
      ? `${id} ${beyond(direction)} :placeId`
      : placeAfter(value, id, direction, type, place);
  query.where(`(${isAfter})`, { placeValue: place.value, placeId: place.id });
}

/** The columns that a list is ordered by; the id alone where it tells the order. */
function placeColumns<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  { property, idColumn }: ListOrder,
): { value?: string; id: string } {
  // A query that another leads has the ids from there.
  return idColumn === undefined || query.isLed ? query.placeOf(property) : { id: idColumn };
}

/** What a cursor says it is of. */
const listName = ({ property, direction }: ListOrder): string => `${property} ${direction}`;

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
  const is = beyond(direction);
  if (value === null) {
    const rest = `${column} IS NULL AND ${id} ${is} :placeId`;
    return direction === 'ASC' ? `(${rest}) OR ${column} IS NOT NULL` : rest;
  }
  const values = `${column} ${is}= :placeValue AND (${column} ${is} :placeValue OR ${id} ${is} :placeId)`;
  return type.nullable && direction === 'DESC' ? `(${values}) OR ${column} IS NULL` : values;
}

const beyond = (direction: Direction): string => (direction === 'ASC' ? '>' : '<');

function cursorType<Row extends ObjectLiteral>({ table }: RowQuery<Row>, property: string): CursorType {
  const { kind, nullable } = table.column(property);
  if (kind === 'boolean') throw new Error(`${table.name}.${property} is no column to order a list by.`);
  return { kind, nullable };
}

function orderValue(row: ObjectLiteral, property: string): CursorValue {
  const value: unknown = row[property];
  if (typeof value === 'string' || typeof value === 'number' || value instanceof Date) return value;
  return null;
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

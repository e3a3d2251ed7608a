import { writeCursor } from '../../src/database/cursor';
import { type Probe } from './Probe';
import { type Answer, type Side } from './Side';
import { SPAN_MS, START_MS } from './sql';
import { type Statement } from './StatementLog';

/** As deep as MariaDB would still rather walk to than begin at: it does once the rest is the smaller part. */
const DEPTH = 0.45;

/**
 * A cursor from the middle of the list whose first page was answered; null when that page is all there is.
 * @param statements those of the first page, the first of which reads the list
 */
export async function deepCursor(
  side: Side,
  { deep }: Probe,
  answer: Answer,
  statements: readonly Statement[],
): Promise<string | null> {
  if (deep === undefined) return null;
  const { pageInfo } = at(answer, deep.path) as {
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  };
  if (pageInfo.endCursor === null || !pageInfo.hasNextPage) return null;
  const cursor = JSON.parse(Buffer.from(pageInfo.endCursor, 'base64url').toString()) as {
    by: string;
    value: string | number | null;
    id: string;
  };
  if (deep.at === 'sorted') return sortedPlace(side, cursor, statements);
  // Nested lists are in an order of their own, or in the order of time, which the ids have.
  return cursor.value === 0 || typeof cursor.value === 'string'
    ? writeCursor(cursor.by, { value: middleOf(cursor), id: idInTheMiddle(cursor.by.endsWith('DESC')) })
    : pageInfo.endCursor;
}

async function sortedPlace(
  side: Side,
  { by, value }: { by: string; value: string | number | null },
  [list]: readonly Statement[],
): Promise<string> {
  const [property, direction] = by.split(' ');
  // What leads to the rows stands before them.
  const table =
    / STRAIGHT_JOIN (\w+) /.exec(list?.sql ?? '')?.[1] ?? / FROM (\w+) /.exec(list?.sql ?? '')?.[1];
  if (table === undefined || property === undefined) throw new Error(`What list is ${list?.sql}?`);
  const alive = table === 'videos' ? ' AND deletedAt IS NULL' : '';
  // Of a list that is narrowed to those with a time, the others are no part.
  const timed = value === null ? '' : ` AND ${property} IS NOT NULL`;
  const owned = `FROM ${table} WHERE platformId = :platformId${alive}${timed}`;
  const total = (await side.first<{ total: number }>(`SELECT COUNT(*) AS total ${owned}`))?.total ?? 0;
  const place = await side.first<{ value: string | number | Date | null; id: string }>(
    `SELECT ${property} AS value, id ${owned} ORDER BY ${property} ${direction}, id ${direction}
     LIMIT 1 OFFSET ${Math.floor(DEPTH * total)}`,
  );
  if (place === undefined) throw new Error(`${table} has no row in the middle.`);
  return writeCursor(by, place);
}

function middleOf({ value }: { value: string | number | null }): Date | number | null {
  return typeof value === 'string' ? new Date(timeInTheMiddle(true)) : value;
}

function timeInTheMiddle(isDescending: boolean): number {
  return START_MS + SPAN_MS * (isDescending ? 1 - DEPTH : DEPTH);
}

function idInTheMiddle(isDescending: boolean): string {
  const time = Math.floor(timeInTheMiddle(isDescending)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

function at(answer: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], answer);
}

import { type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { placeholders, writeTimestamp } from './rawRows';

/** What becomes of a row that is there already; columns that are not named stay as they are. */
export interface Merge<Row> {
  /** Numbers that are added up, and stop at the most that the column holds. */
  add?: readonly (keyof Row & string)[];
  /** Times of which the earlier one stays. */
  earliest?: readonly (keyof Row & string)[];
  /** Times of which the later one stays. */
  latest?: readonly (keyof Row & string)[];
}

/** What an integer column holds at most. */
const MOST = 2_147_483_647;

/**
 * Inserts many rows in one statement; into those whose key is there already, merges the new ones. All rows must have the
 * same properties, no key may be in it twice, and the values of all must fit the 32,766 parameters of one statement.
 * TypeORM's own upsert can only overwrite. Without `merge`, a key that is there already is an error.
 */
export async function upsert<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
  merge?: Merge<Row>,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { tableName, primaryColumns } = manager.dataSource.getMetadata(entity);
  const columns = Object.keys(first);
  const marks = `(${placeholders(columns.length)})`;
  const values = rows.flatMap((row) => columns.map((column) => toValue(row[column])));
  const key = primaryColumns.map((column) => column.databaseName);
  const isSqlite = manager.dataSource.options.type === 'better-sqlite3';
  await manager.query(
    `INSERT INTO ${tableName} (${columns.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}${
      merge === undefined ? '' : onRepeat(merge, key, isSqlite)
    }`,
    values,
  );
}

function onRepeat<Row>(
  { add = [], earliest = [], latest = [] }: Merge<Row>,
  key: string[],
  isSqlite: boolean,
): string {
  // MySQL 8.0.20 would rather have an alias for the new row, which MariaDB does not know.
  const incoming = (column: string): string => (isSqlite ? `excluded.${column}` : `VALUES(${column})`);
  const choose = (column: string, condition: string): string =>
    `${column} = CASE WHEN ${condition} THEN ${incoming(column)} ELSE ${column} END`;
  const changes = [
    ...add.map(
      (column) =>
        `${column} = CASE WHEN ${column} > ${MOST} - ${incoming(column)} THEN ${MOST} ELSE ${column} + ${incoming(column)} END`,
    ),
    ...earliest.map((column) => choose(column, `${incoming(column)} < ${column}`)),
    ...latest.map((column) => choose(column, `${incoming(column)} > ${column}`)),
  ].join(', ');
  return isSqlite
    ? ` ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes}`
    : ` ON DUPLICATE KEY UPDATE ${changes}`;
}

function toValue(value: unknown): unknown {
  if (value instanceof Date) return writeTimestamp(value);
  return typeof value === 'boolean' ? Number(value) : value;
}

import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { DeadlinePool } from './serverDriver';
import { SharedReads } from './SharedReads';
import { DatabaseUnavailableError } from './unavailable';

/** One for each source: what the statements of one database give says nothing of another's. */
const shared = new WeakMap<DataSource, SharedReads<readonly unknown[]>>();

/**
 * Runs one SELECT and gives its rows as the driver does. Outside a transaction it goes straight to the pool of a server: a
 * query runner made for one statement costs as much again as a small statement itself; and callers who wait for the same
 * statement at the same time get the same rows, which they must not change.
 * @param converter gives what to make of each fresh row, once, before anybody sees it; may change the row in place. Called
 * when a read begins: what depends on the time is of that moment, for all who share the rows
 * @param reading what the rows become: only callers who name the same share them, and theirs must convert alike
 * @throws QueryFailedError, DatabaseUnavailableError as the manager's own `query` does
 */
export async function rawQuery<Row>(
  manager: EntityManager,
  statement: string,
  values: unknown[],
  converter: () => (row: Row) => Row = () => (row) => row,
  reading = 'raw',
): Promise<readonly Row[]> {
  const read = async (): Promise<readonly Row[]> => {
    const convert = converter();
    return (await ownRows<Row>(manager, statement, values)).map(convert);
  };
  if (serverPool(manager) === undefined) return read();
  const key = `${reading}\n${statement}\n${JSON.stringify(values)}`;
  return sharedReads(manager.dataSource).read(key, read) as Promise<readonly Row[]>;
}

/**
 * As {@link rawQuery}, for one caller alone: who groups those who wait has nobody left to share with.
 * @throws QueryFailedError, DatabaseUnavailableError as the manager's own `query` does
 */
export async function ownRows<Row>(
  manager: EntityManager,
  statement: string,
  values: unknown[],
): Promise<readonly Row[]> {
  const pool = serverPool(manager);
  if (pool === undefined) return manager.query<Row[]>(statement, values);
  return (await run(manager.dataSource, pool, { statement, values, isWrite: false })) as Row[];
}

/**
 * Runs one statement that writes, on a server, in a transaction of its own.
 * @throws QueryFailedError, DatabaseUnavailableError as a query runner does
 */
export async function rawWrite(
  source: DataSource,
  statement: string,
  values: unknown[],
): Promise<{ affectedRows: number }> {
  const pool = poolOf(source);
  if (pool === undefined) throw new Error('Only a server has a pool.');
  return (await run(source, pool, { statement, values, isWrite: true })) as { affectedRows: number };
}

/** What a statement outside a transaction goes straight to; undefined inside of one, and for the embedded engine. */
function serverPool({ dataSource, queryRunner }: EntityManager): DeadlinePool | undefined {
  return queryRunner === undefined ? poolOf(dataSource) : undefined;
}

/** Undefined for the embedded engine, which has none. */
function poolOf({ driver }: DataSource): DeadlinePool | undefined {
  const pool: unknown = 'pool' in driver ? driver.pool : undefined;
  return pool instanceof DeadlinePool ? pool : undefined;
}

/** What the driver answers to a statement: rows, or what a write came to. */
async function run(
  source: DataSource,
  pool: DeadlinePool,
  { statement, values, isWrite }: { statement: string; values: unknown[]; isWrite: boolean },
): Promise<unknown> {
  source.logger.logQuery(statement, values);
  try {
    return await pool.query(statement, values, isWrite);
  } catch (error) {
    if (error instanceof DatabaseUnavailableError || !(error instanceof Error)) throw error;
    throw new QueryFailedError(statement, values, error);
  }
}

function sharedReads(source: DataSource): SharedReads<readonly unknown[]> {
  let reads = shared.get(source);
  if (reads === undefined) {
    reads = new SharedReads();
    shared.set(source, reads);
  }
  return reads;
}

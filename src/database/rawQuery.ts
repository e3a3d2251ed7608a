import { type EntityManager, QueryFailedError } from 'typeorm';
import { DeadlinePool } from './serverDriver';
import { DatabaseUnavailableError } from './unavailable';

/**
 * Runs one statement and gives its rows as the driver does. Outside a transaction it goes straight to the pool of a
 * server: a query runner made for one statement costs as much again as a small statement itself.
 * @throws QueryFailedError, DatabaseUnavailableError as the manager's own `query` does
 */
export async function rawQuery<Row>(
  manager: EntityManager,
  statement: string,
  values: unknown[],
): Promise<Row[]> {
  const { driver, logger } = manager.dataSource;
  const pool: unknown = 'pool' in driver ? driver.pool : undefined;
  if (manager.queryRunner !== undefined || !(pool instanceof DeadlinePool)) {
    return manager.query<Row[]>(statement, values);
  }
  logger.logQuery(statement, values);
  try {
    // The rows of a SELECT, which is all that comes this way.
    return (await pool.query(statement, values)) as Row[];
  } catch (error) {
    if (error instanceof DatabaseUnavailableError || !(error instanceof Error)) throw error;
    throw new QueryFailedError(statement, values, error);
  }
}

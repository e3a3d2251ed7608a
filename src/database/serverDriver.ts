import { type Socket } from 'node:net';
import { type Pool, type PoolConnection, type PoolOptions, type QueryError } from 'mysql2';
import { loadMysql } from './loadDrivers';
import { DatabaseUnavailableError } from './unavailable';

export interface Deadlines {
  /** For one connection out of the pool, the making of a new one included; in milliseconds. */
  readonly acquireMs: number;
  /** For the answer to one statement. */
  readonly queryMs: number;
}

/** What TypeORM asks of the package mysql2. */
export interface ServerDriver {
  createPool(options: PoolOptions): DeadlinePool;
}

/**
 * mysql2 with deadlines, to be TypeORM's `driver`. As it comes, a server that is there but silent holds every request for
 * as long as it likes, and a connection whose statement timed out goes back into the pool with the answer still to come.
 *
 * @param onConnect a statement for each new connection; where the server does not know it, nothing happens
 */
export function createServerDriver(deadlines: Deadlines, onConnect: string): ServerDriver {
  return {
    createPool: (options) => {
      const pool = loadMysql().createPool(options);
      pool.on('connection', (connection: PoolConnection) => {
        // Each statement's own callback gets its error; an event that nobody hears would end the process.
        connection.on('error', () => undefined);
        connection.query(onConnect, () => undefined);
      });
      return new DeadlinePool(pool, deadlines);
    },
  };
}

/** A pool whose connections come in time or not at all. */
export class DeadlinePool {
  /** How many connections somebody holds. */
  inUse = 0;

  constructor(
    private readonly pool: Pool,
    private readonly deadlines: Deadlines,
  ) {}

  getConnection(done: (error: Error | null, connection?: DeadlineConnection) => void): void {
    const { acquireMs, queryMs } = this.deadlines;
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      done(new DatabaseUnavailableError(`no connection within ${acquireMs} ms`, false));
    }, acquireMs);
    this.pool.getConnection((error: Error | null, connection) => {
      if (isOver) {
        if (error === null) connection.release();
        return;
      }
      clearTimeout(timer);
      if (error === null) {
        this.inUse += 1;
        const onRelease = (): void => void (this.inUse -= 1);
        done(null, new DeadlineConnection(connection, queryMs, onRelease));
      } else done(new DatabaseUnavailableError(`no connection: ${error.message}`, false, error));
    });
  }

  /**
   * One statement on whichever connection is free; a write is committed with it.
   * @param isWrite whether nobody can say what came of it when no answer comes
   */
  query(statement: string, values: unknown[], isWrite = false): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.getConnection((error, connection) => {
        if (connection === undefined) {
          reject(error ?? new Error('The pool gave no connection.'));
          return;
        }
        connection
          .query(statement, values, isWrite)
          .finally(() => connection.release())
          .then(([rows]) => resolve(rows), reject);
      });
    });
  }

  end(done: (error?: unknown) => void): void {
    this.pool.end(done);
  }
}

/**
 * One connection while somebody holds it. It is its own promise wrapper: mysql2's captures a stack for each call, which
 * costs a tenth of a small statement.
 */
export class DeadlineConnection {
  private isHeld = true;

  constructor(
    private readonly connection: PoolConnection,
    private readonly queryMs: number,
    private readonly onRelease: () => void,
  ) {}

  promise(): this {
    return this;
  }

  /** @throws DatabaseUnavailableError when no answer comes, or one that says that the server can't serve */
  query(statement: string, values?: unknown[], isWrite = false): Promise<[rows: unknown, fields: unknown]> {
    const isCommit = statement === 'COMMIT';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.drop();
        reject(new DatabaseUnavailableError(`no answer within ${this.queryMs} ms`, isCommit || isWrite));
      }, this.queryMs);
      this.connection.query(statement, values, (error: QueryError | null, rows, fields) => {
        clearTimeout(timer);
        if (error === null) resolve([rows, fields]);
        else if (!isOutage(error)) reject(error);
        else {
          const mayBeDone = isCommit || (isWrite && error.fatal === true);
          reject(new DatabaseUnavailableError(error.message, mayBeDone, error));
        }
      });
    });
  }

  release(): void {
    if (this.isHeld) this.onRelease();
    this.isHeld = false;
    this.connection.release();
  }

  listeners(event: string): unknown[] {
    return this.connection.listeners(event);
  }

  on(event: string, listener: (...values: unknown[]) => void): void {
    this.connection.on(event, listener);
  }

  /** Takes it out of the pool. The server rolls back whatever transaction it was in. */
  private drop(): void {
    this.connection.destroy();
    // mysql2 only closes its own side and waits for a server that may never close the other. Its types leave this out.
    (this.connection as unknown as { stream: Socket }).stream.destroy();
  }
}

/** Numbers of server errors that say nothing of the statement, only that the server could not serve it now. */
const OUTAGES: ReadonlySet<number | undefined> = new Set([
  1040, // too many connections
  1053, // shutting down
  1205, // a lock that was not let go in time
  1290, // read-only, during a failover
  1317, // the statement was interrupted
  1836, // read-only mode
  1927, // the connection was killed
  1969, // MariaDB: max_statement_time is over
  3024, // MySQL: max_execution_time is over
]);

/** A fatal error is one of the connection: nothing was heard from the server. */
function isOutage(error: QueryError): boolean {
  return error.fatal === true || OUTAGES.has(error.errno);
}

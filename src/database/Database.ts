import {
  type DataSource,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  QueryFailedError,
} from 'typeorm';
import { rawWrite } from './rawQuery';
import { RowQuery } from './RowQuery';
import { type ColumnValues, updateStatement } from './rowUpdate';
import { DeadlinePool } from './serverDriver';
import { tableShape } from './tableShape';

/** How often a transaction that lost a deadlock is tried in all. */
const TRANSACTION_TRIES = 4;
const DEADLOCK_CODES = new Set(['ER_LOCK_DEADLOCK', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

/** One source may serve in several places. */
export interface DatabaseSources {
  readonly reader: DataSource;
  readonly writer: DataSource;
  readonly callers: DataSource;
  /** Connects anew for migrations, which know no deadline; left out, the writer runs them. */
  readonly openMigrator?: () => Promise<DataSource>;
}

/** MySQL's locks are the whole server's: the name says which database it is for. Waits for ten minutes at most. */
const TAKE_MIGRATION_LOCK =
  "SELECT GET_LOCK(LEFT(CONCAT('latchkey migrations ', DATABASE()), 64), 600) AS taken";

/**
 * The two ways to the data: `reads`, which sees committed rows only, and `transaction`, through which every write goes.
 *
 * On MySQL both draw connections from one pool. SQLite has one writer at a time, and TypeORM shares one query runner
 * among all users of a SQLite data source, so that a second transaction would become a savepoint of the first and vanish
 * with it. Therefore the embedded engine has a connection of its own for transactions, which run one after another, and
 * a read-only connection for everything else.
 */
export class Database {
  private lastTransaction: Promise<unknown> = Promise.resolve();
  private migrationsDone = false;

  constructor(private readonly sources: DatabaseSources) {}

  /** For reading outside a transaction. Writing through it fails on the embedded engine. */
  get reads(): EntityManager {
    return this.sources.reader.manager;
  }

  /** A SELECT that gives plain rows: how lists, and whatever else is read often, are read. */
  rows<Row extends ObjectLiteral>(entity: EntityTarget<Row>, alias: string): RowQuery<Row> {
    return new RowQuery(this.reads, entity, alias);
  }

  /**
   * For reading who is calling, with raw statements only. On a server it has connections of its own: whoever fills the
   * others with statements that take long keeps nobody from being known.
   */
  get callers(): EntityManager {
    return this.sources.callers.manager;
  }

  /** How many connections to the server are in use now; 0 for the embedded engine. */
  get connectionsInUse(): number {
    const { reader, writer, callers } = this.sources;
    const pools = [...new Set([reader, writer, callers])].map(({ driver }): unknown =>
      'pool' in driver ? driver.pool : undefined,
    );
    return pools.reduce<number>((sum, pool) => sum + (pool instanceof DeadlinePool ? pool.inUse : 0), 0);
  }

  /** Whether this is the embedded engine. */
  get isEmbedded(): boolean {
    return this.sources.reader.options.type === 'better-sqlite3';
  }

  /**
   * Runs `work` in one transaction: what it wrote is there when this resolves, and nothing of it when it rejects. Inside,
   * use only the manager that is passed in. `work` may run again when the engine chose it as a deadlock's victim, so it
   * must have no effect other than through its manager.
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!this.isEmbedded) return this.runTransaction(work);
    const turn = this.lastTransaction.then(() => this.runTransaction(work));
    this.lastTransaction = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Changes the row that these columns tell, in one statement of its own: what needs no other write with it is a third of
   * the work this way.
   * @param where must tell one row; a `version` in it makes the change conditional
   * @returns whether there was such a row
   */
  async updateOne<Row extends ObjectLiteral>(
    entity: EntityTarget<Row>,
    where: ColumnValues<Row>,
    changes: ColumnValues<Row>,
  ): Promise<boolean> {
    const { writer } = this.sources;
    const { statement, values } = updateStatement(tableShape(writer, entity), where, changes);
    const { affectedRows } = await retried(() => this.write(statement, values));
    return affectedRows === 1;
  }

  /** Resolves when the database answers and every migration has run; rejects otherwise. */
  async checkReady(): Promise<void> {
    if (this.migrationsDone) {
      await this.sources.reader.query('SELECT 1');
      return;
    }
    if (await this.sources.writer.showMigrations()) throw new Error('Some migrations have not run yet.');
    this.migrationsDone = true;
  }

  /** Runs the migrations that have not run yet, and gives their names. Of several processes one runs them. */
  async migrate(): Promise<string[]> {
    if (this.sources.openMigrator === undefined) return runMigrations(this.sources.writer);
    const migrator = await this.sources.openMigrator();
    const lock = migrator.createQueryRunner();
    try {
      const [row] = (await lock.query(TAKE_MIGRATION_LOCK)) as { taken: unknown }[];
      if (Number(row?.taken) !== 1) throw new Error('Another process is still running the migrations.');
      return await runMigrations(migrator);
    } finally {
      // The lock goes with its connection.
      await lock.release();
      await migrator.destroy();
    }
  }

  async close(): Promise<void> {
    await this.lastTransaction;
    const { reader, writer, callers } = this.sources;
    for (const source of new Set([writer, reader, callers])) await source.destroy();
  }

  private runTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return retried(() => this.sources.writer.transaction(work));
  }

  private async write(statement: string, values: unknown[]): Promise<{ affectedRows: number }> {
    if (!this.isEmbedded) return rawWrite(this.sources.writer, statement, values);
    const changes = await this.transaction(async (manager) => {
      await manager.query(statement, values);
      const [row] = await manager.query<{ changes: number }[]>('SELECT changes() AS changes');
      return row?.changes;
    });
    return { affectedRows: changes ?? 0 };
  }
}

/** Tries again what the engine chose as a deadlock's victim. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === TRANSACTION_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

async function runMigrations(source: DataSource): Promise<string[]> {
  const done = await source.runMigrations({ transaction: 'each' });
  return done.map((migration) => migration.name);
}

function driverCode(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function isDeadlock(error: unknown): boolean {
  const code = driverCode(error);
  return code !== undefined && DEADLOCK_CODES.has(code);
}

/** Whether a write failed because a unique index already holds its value. */
export function isDuplicateKey(error: unknown): boolean {
  const code = driverCode(error);
  return (
    code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

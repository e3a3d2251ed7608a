import { type DataSource, type DataSourceOptions, type Logger } from 'typeorm';
import { createDataSource } from './dataSource';
import { entities } from './entities';
import { Database } from './Database';
import { loadLibsql } from './loadDrivers';
import { createServerDriver } from './serverDriver';
import { migrations } from '../../migrations';

const DEFAULT_TIMEOUT_MS = 2_000;
/** With the time for one statement, which then fails its request, this keeps every answer within five seconds. */
const ACQUIRE_MS = 1_500;
/** Reads of keys and of sessions are grouped: one statement of each kind runs at a time. */
const CALLERS_POOL = 2;
/** The embedded engine waits for another process's lock without letting anything else of this one run. */
const FILE_LOCK_MS = 1_000;

export interface DatabaseSettings {
  /** `mysql://user:password@host:port/name`, `mariadb://…` or `sqlite:path/to/file.db`. */
  url: string;
  /** Connections to a server. The embedded engine has two, whatever this says. */
  poolSize: number;
  /** How long the server may take to answer one statement, in milliseconds; 2,000 when left out. */
  timeoutMs?: number;
  /** Sees every SQL statement; left out, nothing is logged. */
  logger?: Logger;
}

/**
 * Connects to the database that `url` names. Migrations are not run yet.
 * @throws Error when the scheme is none of the three, or the database can't be reached
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const scheme = settings.url.slice(0, settings.url.indexOf(':'));
  switch (scheme) {
    case 'mysql':
    case 'mariadb':
      return openServer(scheme, settings);
    case 'sqlite':
      return openEmbedded(settings);
    default:
      throw new Error('DATABASE_URL must begin with mysql://, mariadb:// or sqlite:');
  }
}

type SharedOptions = Pick<DataSourceOptions, 'entities' | 'migrations' | 'logger' | 'logging'>;

const shared = (settings: DatabaseSettings): SharedOptions => ({
  entities,
  migrations,
  logging: settings.logger !== undefined,
  ...(settings.logger === undefined ? {} : { logger: settings.logger }),
});

type ServerType = 'mysql' | 'mariadb';

/** Connects to a server, taken for one of the two. */
interface ServerConnections {
  /** With deadlines. */
  connect(own: { poolSize: number; entities?: [] }): Promise<DataSource>;
  /** As `connect`, without deadlines. */
  connectPatiently(own: { poolSize: number; entities: [] }): Promise<DataSource>;
}

async function openServer(scheme: ServerType, settings: DatabaseSettings): Promise<Database> {
  const { poolSize } = settings;
  let server = serverConnections(scheme, settings);
  let source = await server.connect({ poolSize });
  const type = await serverType(source);
  if (type !== scheme) {
    await source.destroy();
    server = serverConnections(type, settings);
    source = await server.connect({ poolSize });
  }
  const callers = await server.connect({ entities: [], poolSize: CALLERS_POOL });
  return new Database({
    reader: source,
    writer: source,
    callers,
    // A migration may take as long as it must: it has connections without deadlines, one of them for the lock. It knows
    // tables, not entities, whose making would take a while.
    openMigrator: () => server.connectPatiently({ poolSize: 2, entities: [] }),
  });
}

function serverConnections(type: ServerType, settings: DatabaseSettings): ServerConnections {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  const deadlines = { acquireMs: ACQUIRE_MS, queryMs: timeoutMs };
  const options = {
    ...shared(settings),
    type,
    // TypeORM goes by the scheme rather than by the type.
    url: settings.url.replace(/^[a-z]+:/, `${type}:`),
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    supportBigNumbers: true,
    connectTimeout: ACQUIRE_MS,
  } as const;
  const driver = createServerDriver(deadlines, statementLimit(type, timeoutMs));
  return {
    connect: (own) => createDataSource({ ...options, driver, ...own }).initialize(),
    connectPatiently: (own) => createDataSource({ ...options, ...own }).initialize(),
  };
}

/**
 * Which of the two a server is. `mysql://` is commonly written for either, and they differ in what follows from the type:
 * how rows are locked for reading, how long a statement may take, what a migration finds to change.
 */
async function serverType(source: DataSource): Promise<ServerType> {
  const [row] = await source.query<{ version: string }[]>('SELECT VERSION() AS version');
  return /mariadb/i.test(row?.version ?? '') ? 'mariadb' : 'mysql';
}

/**
 * Lets the server itself give up on what nobody waits for any more: it would not notice that the client has gone.
 * MariaDB bounds every statement, MySQL only SELECT.
 */
function statementLimit(type: ServerType, timeoutMs: number): string {
  return type === 'mariadb'
    ? `SET SESSION max_statement_time = ${timeoutMs / 1_000}`
    : `SET SESSION max_execution_time = ${timeoutMs}`;
}

async function openEmbedded(settings: DatabaseSettings): Promise<Database> {
  const path = settings.url.slice('sqlite:'.length);
  const connect = (readOnly: boolean): Promise<DataSource> => {
    const options: DataSourceOptions = {
      ...shared(settings),
      type: 'better-sqlite3',
      database: path,
      driver: loadLibsql(),
      prepareDatabase: (connection: { pragma(statement: string): unknown }) => {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = FULL');
        connection.pragma(`busy_timeout = ${FILE_LOCK_MS}`);
        if (readOnly) connection.pragma('query_only = ON');
      },
    };
    return createDataSource(options).initialize();
  };
  const writer = await connect(false);
  const reader = await connect(true);
  return new Database({ reader, writer, callers: reader });
}

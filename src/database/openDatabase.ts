import Libsql from 'libsql';
import { DataSource, type DataSourceOptions, type Logger } from 'typeorm';
import { entities } from './entities';
import { Database } from './Database';
import { migrations } from '../../migrations';

export interface DatabaseSettings {
  /** `mysql://user:password@host:port/name`, `mariadb://…` or `sqlite:path/to/file.db`. */
  url: string;
  /** Connections to a server. The embedded engine has two, whatever this says. */
  poolSize: number;
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

async function openServer(type: 'mysql' | 'mariadb', settings: DatabaseSettings): Promise<Database> {
  const source = new DataSource({
    ...shared(settings),
    type,
    url: settings.url,
    poolSize: settings.poolSize,
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    supportBigNumbers: true,
    connectTimeout: 2_000,
  });
  await source.initialize();
  return new Database(source, source);
}

async function openEmbedded(settings: DatabaseSettings): Promise<Database> {
  const path = settings.url.slice('sqlite:'.length);
  const connect = (readOnly: boolean): Promise<DataSource> => {
    const options: DataSourceOptions = {
      ...shared(settings),
      type: 'better-sqlite3',
      database: path,
      driver: Libsql,
      prepareDatabase: (connection: { pragma(statement: string): unknown }) => {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = FULL');
        connection.pragma('busy_timeout = 5000');
        if (readOnly) connection.pragma('query_only = ON');
      },
    };
    return new DataSource(options).initialize();
  };
  const writer = await connect(false);
  const reader = await connect(true);
  return new Database(reader, writer);
}

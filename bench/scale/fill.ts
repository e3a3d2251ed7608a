import { type Connection, createConnection } from 'mysql2/promise';
import pino from 'pino';
import { readConfig } from '../../src/config';
import { openDatabase } from '../../src/database/openDatabase';
import { createOperatorServices } from '../../src/operatorServices';
import { createSearchWorker } from '../../src/search/createSearchWorker';
import { END_MS, type TableFill } from './sql';
import { commerce } from './tables/commerce';
import { community } from './tables/community';
import { library } from './tables/library';
import { people } from './tables/people';
import { playback } from './tables/playback';
import { PHRASES, phrases } from './vocabulary';

/** Counted up when the rows are to be others: what an earlier layout left is then made anew. */
const LAYOUT = `3 ${END_MS}`;

const FILLS = [...library, ...people, ...commerce, ...community, ...playback];

/** A database that holds a platform to measure. */
export interface FilledDatabase {
  readonly name: string;
  readonly url: string;
  readonly platformId: string;
  /** Null when what an earlier run left was there still. */
  readonly fillSeconds: number | null;
}

/**
 * Makes a database of this name, unless it is there, with one large platform and 99 small ones; or with two small ones,
 * the first of which is the one to measure.
 * @param server `mariadb://root@127.0.0.1:3306/`; MariaDB only: the rows come from its sequences
 */
export async function fillDatabase(server: string, name: string, isLarge: boolean): Promise<FilledDatabase> {
  const url = new URL(name, server).href;
  const began = performance.now();
  const kept = await keptPlatform(server, name);
  await prepare(server, url, { name, platforms: isLarge ? 100 : 2, isKept: kept !== null });
  if (kept !== null) return { name, url, platformId: kept, fillSeconds: null };
  const connection = await connect(url);
  try {
    const first = isLarge ? 0 : 1;
    await connection.query("SET SESSION unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00'");
    await writePlaces(connection, first);
    for (const fill of FILLS) await fillTable(connection, fill, isLarge);
    const tables = [...new Set(FILLS.map(({ table }) => table))];
    await connection.query(`ANALYZE TABLE ${tables.join(', ')}`);
    const [rows] = await connection.query('SELECT id FROM bench_platforms WHERE p = ?', [first]);
    const platformId = (rows as { id: string }[])[0]!.id;
    await connection.query('CREATE TABLE bench_layout (layout VARCHAR(80), platformId VARCHAR(36))');
    await connection.query('INSERT INTO bench_layout VALUES (?, ?)', [LAYOUT, platformId]);
    return { name, url, platformId, fillSeconds: (performance.now() - began) / 1_000 };
  } finally {
    await connection.end();
  }
}

/** Has the product write the words of all that is searched: a search is measured once its index is whole. */
export async function writeWords(url: string): Promise<void> {
  const database = await openDatabase({ url, poolSize: 4 });
  const logger = pino({ level: 'warn' });
  // It is not started: nothing rests, and one call writes all there is.
  const worker = createSearchWorker({ database, timer: () => () => undefined, logger });
  await worker.drain();
  await database.close();
}

/** A connection that speaks of times as the servers do. */
export function connect(url: string): Promise<Connection> {
  return createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), timezone: 'Z', charset: 'utf8mb4_bin' });
}

/** The platform that an earlier run filled in the same way; null when there is none. */
async function keptPlatform(server: string, name: string): Promise<string | null> {
  const connection = await connect(server);
  try {
    const [rows] = await connection.query(`SELECT platformId FROM ${name}.bench_layout WHERE layout = ?`, [
      LAYOUT,
    ]);
    return (rows as { platformId: string }[])[0]?.platformId ?? null;
  } catch {
    return null;
  } finally {
    await connection.end();
  }
}

/** Brings the tables to the newest migration; where nothing is kept, makes them, with platforms that have nothing yet. */
async function prepare(
  server: string,
  url: string,
  { name, platforms, isKept }: { name: string; platforms: number; isKept: boolean },
): Promise<void> {
  if (!isKept) {
    const connection = await connect(server);
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.query(`CREATE DATABASE ${name}`);
    await connection.end();
  }
  const database = await openDatabase({ url, poolSize: 4 });
  await database.migrate();
  const operator = createOperatorServices(database, readConfig({ DATABASE_URL: url }));
  for (let count = 0; count < platforms && !isKept; count += 1) {
    await operator.platforms.create({ name: `Bench ${count}` });
  }
  await database.close();
}

async function writePlaces(connection: Connection, first: number): Promise<void> {
  await connection.query('CREATE TABLE bench_platforms (p INT PRIMARY KEY, id VARCHAR(36) NOT NULL)');
  await connection.query(
    `INSERT INTO bench_platforms SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 + ${first}, id FROM platforms`,
  );
  await connection.query(
    'CREATE TABLE bench_phrases (k INT PRIMARY KEY, title VARCHAR(80), text VARCHAR(255))',
  );
  await connection.query('INSERT INTO bench_phrases VALUES ?', [
    phrases().map(({ title, text }, index) => [index, title, text]),
  ]);
}

/** One statement into an empty table: MariaDB then sorts the rows and writes each index once, page after page. */
async function fillTable(
  connection: Connection,
  { table, large, small, columns }: TableFill,
  isLarge: boolean,
): Promise<void> {
  const places = [
    ...(isLarge ? [`SELECT 0 AS p, seq AS n, ${large} AS total FROM seq_0_to_${large - 1}`] : []),
    `SELECT p, seq AS n, ${small} AS total FROM bench_platforms JOIN seq_0_to_${small - 1} WHERE p > 0`,
  ];
  const values = Object.values(columns).map((value) => value.replaceAll('place.platformId', 'platform.id'));
  const phrase = (alias: string, k: string): string =>
    values.some((value) => value.includes(`${alias}.t`))
      ? ` JOIN bench_phrases ${alias} ON ${alias}.k = (${k}) MOD ${PHRASES}`
      : '';
  const names = Object.keys(columns).map((column) => `\`${column}\``);
  await connection.query(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT STRAIGHT_JOIN ${values.join(', ')} FROM (${places.join(' UNION ALL ')}) place
     JOIN bench_platforms platform ON platform.p = place.p
     ${phrase('a', 'place.n')}${phrase('b', 'place.n DIV 7 + 3 * place.n + 500')}`,
  );
  if (process.env.BENCH_VERBOSE !== undefined) console.error(`${table} ${new Date().toISOString()}`);
}

import { type AdminPrincipal } from '../src/auth/principal';
import { systemClock } from '../src/clock';
import { type Config } from '../src/config';
import { type Database } from '../src/database/Database';
import { createConnection } from 'mysql2/promise';
import { openDatabase } from '../src/database/openDatabase';
import { createOperatorServices } from '../src/operatorServices';
import { buildSchema } from '../src/schema';
import { createServices, type Services } from '../src/services';

const VIDEOS = 400;
const COLLECTIONS = 20;
const VIDEOS_PER_COLLECTION = 20;

/** Makes an empty database of this name on the server, and its tables. */
export async function createDatabase(
  server: string,
  name: string,
): Promise<{ database: Database; url: string }> {
  const connection = await createConnection(server.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`DROP DATABASE IF EXISTS ${name}`);
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, poolSize: 4 });
  await database.migrate();
  return { database, url: url.href };
}

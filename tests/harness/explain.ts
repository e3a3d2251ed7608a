import Libsql from 'libsql';
import { type TestServer } from './startServer';

/** How the engine goes about a statement, as text. Its parameters become some text or other. */
export async function explain({ database, databaseUrl }: TestServer, statement: string): Promise<string> {
  const filled = statement.replaceAll('?', "'x'");
  if (!database.isEmbedded) return JSON.stringify(await database.reads.query(`EXPLAIN ${filled}`));
  // TypeORM takes what does not begin with SELECT for a write, and gives no rows.
  const connection = new Libsql(databaseUrl.slice('sqlite:'.length));
  try {
    return JSON.stringify(connection.prepare(`EXPLAIN QUERY PLAN ${filled}`).all());
  } finally {
    connection.close();
  }
}

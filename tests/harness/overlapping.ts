import { type TestServer } from './startServer';

/** The one row that overlapping requests change. */
interface ContendedRow {
  table: string;
  id: string;
}

/**
 * Requests that truly overlap: each has read the row before any can write it. A transaction of the test's holds the row
 * until then. Without it, requests that are sent at once are mostly served one after another.
 */
export async function overlapping<T>(
  server: TestServer,
  { table, id }: ContendedRow,
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const before = server.sql.statements.length;
  const reads = new RegExp(`^SELECT .* FROM .${table}. `, 's');
  const readCount = (): number =>
    server.sql.statements.slice(before).filter((statement) => reads.test(statement)).length;
  let answers: Promise<T[]> = Promise.resolve([]);
  await server.database.transaction(async (manager) => {
    await manager.query(`UPDATE ${table} SET version = version WHERE id = ?`, [id]);
    answers = Promise.all(requests.map((request) => request()));
    while (readCount() < requests.length) await new Promise((resolve) => setImmediate(resolve));
  });
  return answers;
}

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
  // The embedded engine starts no other transaction meanwhile, and reads at once. A server may still be reading when the
  // statement is logged; but who tries to write has read.
  const arrival = server.database.isEmbedded
    ? new RegExp(`^SELECT .* FROM .${table}. `, 's')
    : new RegExp(`^UPDATE .${table}. SET `);
  let answers: Promise<T[]> = Promise.resolve([]);
  await server.database.transaction(async (manager) => {
    await manager.query(`UPDATE ${table} SET version = version WHERE id = ?`, [id]);
    const before = server.sql.statements.length;
    const arrived = (): number =>
      server.sql.statements.slice(before).filter((statement) => arrival.test(statement)).length;
    answers = Promise.all(requests.map((request) => request()));
    while (arrived() < requests.length) await new Promise((resolve) => setImmediate(resolve));
  });
  return answers;
}

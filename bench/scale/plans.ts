import { type Connection, type RowDataPacket } from 'mysql2/promise';
import { type Statement } from './StatementLog';

/** How the database goes about a statement. */
export interface Plan {
  /** EXPLAIN in short: a step for each table. */
  readonly steps: readonly string[];
  /** Rows and index entries that it really read, by the server's own count. */
  readonly rowsRead: number;
  /** The tables that it walks through from end to end. */
  readonly scanned: readonly string[];
}

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | string | null;
  Extra: string | null;
}

/** Explains a statement, and runs it once more to count what it reads. */
export async function planOf(connection: Connection, { sql, values }: Statement): Promise<Plan> {
  const steps = await rowsOf<Step>(connection, `EXPLAIN ${sql}`, values);
  await connection.query('FLUSH STATUS');
  await connection.query(sql, [...values]);
  const counts = await rowsOf<{ Value: string }>(connection, "SHOW SESSION STATUS LIKE 'Handler_read%'");
  const scans = steps.filter(({ table, type }) => isTable(table) && (type === 'ALL' || type === 'index'));
  return {
    steps: steps.map(({ table, type, key, rows, Extra }) =>
      [table, type, key, rows, Extra].map((cell) => cell ?? '–').join(' | '),
    ),
    rowsRead: counts.reduce((sum, { Value }) => sum + Number(Value), 0),
    scanned: scans.map(({ table }) => String(table)),
  };
}

/** What a step of its own has made, `<derived2>`, is no table that grows. */
function isTable(table: string | null): boolean {
  return table !== null && !table.startsWith('<');
}

async function rowsOf<Row>(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
  return rows as Row[];
}

import {
  createServerDriver,
  type DeadlineConnection,
  type DeadlinePool,
} from '../../src/database/serverDriver';
import { createTestDatabase, type TestDatabase } from '../harness/testDatabase';
import { DatabaseUnavailableError } from '../../src/database/unavailable';

const deadlines = { acquireMs: 300, queryMs: 300 };

describe('a pool of one connection', () => {
  let database: TestDatabase;
  let pool: DeadlinePool;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    pool = createServerDriver(deadlines, 'SET NAMES utf8mb4').createPool({
      uri: database.url,
      connectionLimit: 1,
    });
  });
  afterEach(() => new Promise((resolve) => pool.end(resolve)));

  const acquire = (): Promise<DeadlineConnection> =>
    new Promise((resolve, reject) =>
      pool.getConnection((error, connection) =>
        connection === undefined ? reject(error ?? new Error('there is neither')) : resolve(connection),
      ),
    );
  const idOf = async (connection: DeadlineConnection): Promise<unknown> =>
    (await connection.query('SELECT CONNECTION_ID()'))[0];

  it('does not use a connection again whose statement timed out', async () => {
    const first = await acquire();
    const id = await idOf(first);
    await expect(first.query('SELECT SLEEP(20)')).rejects.toThrow(DatabaseUnavailableError);
    first.release();
    const second = await acquire();
    expect(await idOf(second)).not.toEqual(id);
    second.release();
  });

  it('uses one again whose statement failed', async () => {
    const first = await acquire();
    const id = await idOf(first);
    await expect(first.query('SELECT nothing')).rejects.toThrow(/nothing/);
    first.release();
    const second = await acquire();
    expect(await idOf(second)).toEqual(id);
    second.release();
  });

  it('tells whoever waits for too long, and serves the next', async () => {
    const held = await acquire();
    await expect(acquire()).rejects.toThrow(DatabaseUnavailableError);
    held.release();
    const next = await acquire();
    expect(await idOf(next)).toBeDefined();
    next.release();
  });

  it('says of a commit alone that it may have been done', async () => {
    const connection = await acquire();
    await connection.query('START TRANSACTION');
    const id = await idOf(connection);
    const [row] = id as { 'CONNECTION_ID()': number }[];
    await connection.query(`KILL ${row?.['CONNECTION_ID()']}`).catch(() => undefined);
    await expect(connection.query('COMMIT')).rejects.toMatchObject({ mayBeDone: true });
    connection.release();
    const other = await acquire();
    await expect(other.query('DO SLEEP(20)')).rejects.toMatchObject({ mayBeDone: false });
    other.release();
  });
});

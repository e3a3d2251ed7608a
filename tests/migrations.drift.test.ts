import { createDataSource } from '../src/database/dataSource';
import { openDatabase } from '../src/database/openDatabase';
import { createTestDatabase, type TestDatabase } from './harness/testDatabase';

describe('the migrations', () => {
  let testDatabase: TestDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
  });
  afterEach(() => testDatabase.drop());

  it('make exactly the tables that the entities describe', async () => {
    const database = await openDatabase({ url: testDatabase.url, poolSize: 2 });
    await database.migrate();
    const drift = await database.reads.dataSource.driver.createSchemaBuilder().log();
    await database.close();
    expect(drift.upQueries.map((statement) => statement.query)).toEqual([]);
  });

  it('can all be taken back, and run again', async () => {
    const database = await openDatabase({ url: testDatabase.url, poolSize: 2 });
    const names = await database.migrate();
    // The embedded engine's reading connection is read-only until it is prepared otherwise.
    const { options } = database.reads.dataSource;
    const source = await createDataSource({
      ...options,
      ...{ prepareDatabase: () => undefined },
    }).initialize();
    const runner = source.createQueryRunner();
    for (let left = names.length; left > 0; left -= 1) await source.undoLastMigration();
    const tables = source.entityMetadatas.map((entity) => entity.tableName);
    const left: string[] = [];
    for (const table of tables) if (await runner.hasTable(table)) left.push(table);
    await runner.release();
    const again = await database.migrate();
    await source.destroy();
    await database.close();
    expect(left).toEqual([]);
    expect(again).toEqual(names);
  });
});

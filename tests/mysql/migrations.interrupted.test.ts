import { openDatabase } from '../../src/database/openDatabase';
import { createTestDatabase } from '../harness/testDatabase';

/** The server commits each change of a table by itself. */
it('migrations that stopped halfway go on when they are run again', async () => {
  const testDatabase = await createTestDatabase();
  const database = await openDatabase({ url: testDatabase.url, poolSize: 2 });
  try {
    await database.migrate();
    const source = database.reads.dataSource;
    const undone = ['ListFilters', 'RepliesByStatus', 'SearchWords'];
    for (let left = undone.length; left > 0; left -= 1) await source.undoLastMigration();
    for (const statement of [
      'ALTER TABLE videos ADD COLUMN wordsWritten boolean NULL',
      'ALTER TABLE comments ADD COLUMN isReply boolean NULL',
      'ALTER TABLE payments ADD COLUMN isRefunded boolean NOT NULL',
      'CREATE INDEX ix_payments_platformId_isRefunded_createdAt_id ON payments (platformId, isRefunded, createdAt, id)',
      "INSERT INTO member_tags (memberId, platformId, tag) VALUES ('nobody', 'nowhere', 'left')",
    ])
      await database.reads.query(statement);
    expect((await database.migrate()).map((name) => name.replace(/\d+$/, ''))).toEqual(undone.reverse());
    const drift = await source.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((statement) => statement.query)).toEqual([]);
  } finally {
    await database.close();
    await testDatabase.drop();
  }
});

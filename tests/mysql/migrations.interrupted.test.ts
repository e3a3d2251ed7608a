import { openDatabase } from '../../src/database/openDatabase';
import { createTestDatabase } from '../harness/testDatabase';

/** The server commits each change of a table by itself. */
it.each([
  {
    undone: ['SearchSignatures'],
    left: [
      'ALTER TABLE search_words ADD COLUMN signature bigint NULL',
      `CREATE INDEX ix_search_words_platformId_kind_word_place_rowId_signature
         ON search_words (platformId, kind, word, place, rowId, signature)`,
    ],
  },
  {
    undone: ['SearchSignatures', 'ListFilters', 'RepliesByStatus', 'SearchWords'],
    left: [
      'ALTER TABLE videos ADD COLUMN wordsWritten boolean NULL',
      'ALTER TABLE comments ADD COLUMN isReply boolean NULL',
      'ALTER TABLE payments ADD COLUMN isRefunded boolean NOT NULL',
      'CREATE INDEX ix_payments_platformId_isRefunded_createdAt_id ON payments (platformId, isRefunded, createdAt, id)',
      "INSERT INTO member_tags (memberId, platformId, tag) VALUES ('nobody', 'nowhere', 'left')",
    ],
  },
])('migrations that stopped halfway go on when they are run again: $undone', async ({ undone, left }) => {
  const testDatabase = await createTestDatabase();
  const database = await openDatabase({ url: testDatabase.url, poolSize: 2 });
  try {
    await database.migrate();
    const source = database.reads.dataSource;
    for (let count = undone.length; count > 0; count -= 1) await source.undoLastMigration();
    for (const statement of left) await database.reads.query(statement);
    const names = (await database.migrate()).map((name) => name.replace(/\d+$/, ''));
    expect(names).toEqual(undone.toReversed());
    const drift = await source.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((statement) => statement.query)).toEqual([]);
  } finally {
    await database.close();
    await testDatabase.drop();
  }
});

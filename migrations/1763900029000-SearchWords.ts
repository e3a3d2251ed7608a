import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { createTable, indexName, primary, reference, text, timestamp } from '../src/database/tables';

const SEARCHED = ['videos', 'members', 'collections'];
/** What words most often begin after, where it is no space. */
const BEFORE_WORDS = [...'-.@_/([\\"\'*#:=,+'];
const columnNames = ['wordsWritten', 'platformId'];

/**
 * The index of words. Every row is stale at first: it is found by its search text until its words are written. That text
 * gets here what SQL can do of its new form, a space before each word; whoever writes the words does the rest.
 */
export class SearchWords1763900029000 implements MigrationInterface {
  name = 'SearchWords1763900029000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'search_words',
      columns: {
        rowId: primary(reference),
        word: primary(text(40)),
        platformId: reference,
        kind: text(10),
        place: timestamp,
      },
      indices: [{ columns: ['platformId', 'kind', 'word', 'place', 'rowId'] }],
    });
    // SQLite nests no more than some twenty calls.
    const spaced = BEFORE_WORDS.reduce((column) => `REPLACE(${column}, ?, ' ')`, 'REPLACE(searchText, ?, ?)');
    const values = ['\n', '\n ', ...BEFORE_WORDS];
    for (const table of SEARCHED) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN wordsWritten boolean NULL`);
      await runner.createIndex(table, new TableIndex({ name: indexName(table, columnNames), columnNames }));
      const words =
        runner.dataSource.options.type === 'better-sqlite3' ? `' ' || ${spaced}` : `CONCAT(' ', ${spaced})`;
      await runner.query(`UPDATE ${table} SET searchText = ${words}`, values);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of SEARCHED) {
      await runner.dropIndex(table, indexName(table, columnNames));
      await runner.query(`ALTER TABLE ${table} DROP COLUMN wordsWritten`);
    }
    await runner.dropTable('search_words');
  }
}

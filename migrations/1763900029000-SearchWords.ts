import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  addIndex,
  createTable,
  primary,
  reference,
  removeIndex,
  text,
  timestamp,
} from '../src/database/tables';

const SEARCHED = ['videos', 'members', 'collections'];
/** What words most often begin after, where it is no space. */
const BEFORE_WORDS = [...'-.@_/([\\"\'*#:=,+'];
const columnNames = ['wordsWritten', 'platformId'];

const SEARCH_WORDS = {
  name: 'search_words',
  columns: {
    rowId: primary(reference),
    word: primary(text(40)),
    platformId: reference,
    kind: text(10),
    place: timestamp,
  },
  indices: [{ columns: ['platformId', 'kind', 'word', 'place', 'rowId'] }],
};

/**
 * The index of words. Every row is stale at first: it is found by its search text until its words are written. That text
 * gets here what SQL can do of its new form, a space before each word; whoever writes the words does the rest.
 */
export class SearchWords1763900029000 implements MigrationInterface {
  name = 'SearchWords1763900029000';

  async up(runner: QueryRunner): Promise<void> {
    // On a server this may be the second try: see addFilledColumn.
    if (!(await runner.hasTable('search_words'))) await createTable(runner, SEARCH_WORDS);
    // SQLite nests no more than some twenty calls.
    const spaced = BEFORE_WORDS.reduce((column) => `REPLACE(${column}, ?, ' ')`, 'REPLACE(searchText, ?, ?)');
    const values = ['\n', '\n ', ...BEFORE_WORDS];
    for (const table of SEARCHED) {
      if (await runner.hasColumn(table, 'wordsWritten')) continue;
      const words =
        runner.dataSource.options.type === 'better-sqlite3' ? `' ' || ${spaced}` : `CONCAT(' ', ${spaced})`;
      await runner.query(`UPDATE ${table} SET searchText = ${words}`, values);
      await runner.query(`ALTER TABLE ${table} ADD COLUMN wordsWritten boolean NULL`);
    }
    for (const table of SEARCHED) await addIndex(runner, table, columnNames);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of SEARCHED) {
      await removeIndex(runner, table, columnNames);
      await runner.query(`ALTER TABLE ${table} DROP COLUMN wordsWritten`);
    }
    await runner.dropTable('search_words');
  }
}

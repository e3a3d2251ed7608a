import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { addColumn, addIndex, bigInteger, nullable, removeIndex } from '../src/database/tables';

const before = ['platformId', 'kind', 'word', 'place', 'rowId'];
const after = [...before, 'signature'];

/**
 * Entries of the index of words tell which other words their row may have. What is there already tells nothing, and is
 * found as before; members, who have few words each, get theirs written again.
 */
export class SearchSignatures1763900035000 implements MigrationInterface {
  name = 'SearchSignatures1763900035000';

  async up(runner: QueryRunner): Promise<void> {
    const signature = new TableColumn({ name: 'signature', ...nullable(bigInteger) });
    await addColumn(runner, 'search_words', signature);
    await addIndex(runner, 'search_words', after);
    await removeIndex(runner, 'search_words', before);
    await runner.query('UPDATE members SET wordsWritten = NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'search_words', before);
    await removeIndex(runner, 'search_words', after);
    await runner.dropColumn('search_words', 'signature');
  }
}

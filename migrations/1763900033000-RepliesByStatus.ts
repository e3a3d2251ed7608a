import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { indexName } from '../src/database/tables';

const before = ['parentId', 'id'];
const after = ['parentId', 'status', 'id', 'platformId'];

/** How many visible replies a comment has is counted in the index alone, and they are listed in its order. */
export class RepliesByStatus1763900033000 implements MigrationInterface {
  name = 'RepliesByStatus1763900033000';

  async up(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, before, after);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceIndex(runner, after, before);
  }
}

async function replaceIndex(runner: QueryRunner, from: string[], to: string[]): Promise<void> {
  await runner.createIndex('comments', new TableIndex({ name: indexName('comments', to), columnNames: to }));
  await runner.dropIndex('comments', indexName('comments', from));
}

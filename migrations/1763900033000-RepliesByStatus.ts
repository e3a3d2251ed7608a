import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { addIndex, removeIndex } from '../src/database/tables';

const before = ['parentId', 'id'];
const after = ['parentId', 'status', 'id', 'platformId'];

/** How many visible replies a comment has is counted in the index alone, and they are listed in its order. */
export class RepliesByStatus1763900033000 implements MigrationInterface {
  name = 'RepliesByStatus1763900033000';

  async up(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'comments', after);
    await removeIndex(runner, 'comments', before);
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'comments', before);
    await removeIndex(runner, 'comments', after);
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createTable,
  id,
  integer,
  longText,
  nullable,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** Comments on videos, and replies to them. */
export class Comments1763900015000 implements MigrationInterface {
  name = 'Comments1763900015000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'comments',
      columns: {
        id,
        platformId: reference,
        videoId: reference,
        parentId: nullable(reference),
        memberId: nullable(reference),
        authorName: nullable(text(120)),
        text: longText,
        status: text(16),
        hiddenAt: nullable(timestamp),
        hiddenReason: nullable(text(500)),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'status', 'createdAt', 'id'] },
        { columns: ['platformId', 'videoId', 'createdAt', 'id'] },
        { columns: ['platformId', 'memberId', 'createdAt', 'id'] },
        { columns: ['videoId', 'parentId', 'id'] },
        { columns: ['parentId', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('comments');
  }
}

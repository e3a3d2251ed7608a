import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  body,
  boolean,
  createTable,
  id,
  integer,
  nullable,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** What platforms tell their communities. */
export class Posts1763900016000 implements MigrationInterface {
  name = 'Posts1763900016000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'posts',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        body,
        visibility: text(16),
        pinned: boolean,
        publishAt: nullable(timestamp),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'publishAt', 'id'] },
        { columns: ['platformId', 'pinned', 'publishAt', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('posts');
  }
}

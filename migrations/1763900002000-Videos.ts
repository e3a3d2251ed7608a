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

/** Videos, with their trash. */
export class Videos1763900002000 implements MigrationInterface {
  name = 'Videos1763900002000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'videos',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        slug: text(120),
        description: longText,
        status: text(16),
        visibility: text(16),
        durationSeconds: integer,
        thumbnailUrl: nullable(text(2000)),
        publishedAt: nullable(timestamp),
        scheduledAt: nullable(timestamp),
        createdAt: timestamp,
        updatedAt: timestamp,
        deletedAt: nullable(timestamp),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'deletedAt', 'createdAt', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('videos');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createTable,
  id,
  integer,
  longText,
  nullable,
  primary,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** Categories, and which videos are in them. */
export class Categories1763900013000 implements MigrationInterface {
  name = 'Categories1763900013000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'categories',
      columns: {
        id,
        platformId: reference,
        parentId: nullable(reference),
        name: text(80),
        sortName: text(100),
        slug: text(120),
        description: longText,
        position: integer,
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'position', 'id'] },
        { columns: ['platformId', 'parentId', 'position', 'id'] },
        { columns: ['platformId', 'sortName', 'id'] },
        { columns: ['platformId', 'createdAt', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'video_categories',
      columns: {
        categoryId: primary(reference),
        videoId: primary(reference),
        platformId: reference,
      },
      indices: [{ columns: ['videoId', 'categoryId'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('video_categories');
    await runner.dropTable('categories');
  }
}

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

/** Collections, and the places of the videos in them. */
export class Collections1763900006000 implements MigrationInterface {
  name = 'Collections1763900006000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'collections',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        sortTitle: text(100),
        slug: text(120),
        description: longText,
        searchText: longText,
        coverUrl: nullable(text(2000)),
        visibility: text(16),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'sortTitle', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'collection_videos',
      columns: {
        collectionId: primary(reference),
        videoId: primary(reference),
        platformId: reference,
        position: integer,
      },
      indices: [
        { columns: ['collectionId', 'position', 'videoId'] },
        { columns: ['videoId', 'collectionId'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('collection_videos');
    await runner.dropTable('collections');
  }
}

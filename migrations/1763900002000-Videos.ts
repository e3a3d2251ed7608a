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

/** Videos, with their trash and their tags. */
export class Videos1763900002000 implements MigrationInterface {
  name = 'Videos1763900002000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'videos',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        sortTitle: text(100),
        slug: text(120),
        description: longText,
        searchText: longText,
        publishAt: nullable(timestamp),
        visibility: text(16),
        durationSeconds: nullable(integer),
        thumbnailUrl: nullable(text(2000)),
        createdAt: timestamp,
        updatedAt: timestamp,
        deletedAt: nullable(timestamp),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'deletedAt', 'createdAt', 'id'] },
        { columns: ['platformId', 'deletedAt', 'publishAt', 'id'] },
        { columns: ['platformId', 'deletedAt', 'sortTitle', 'id'] },
        { columns: ['platformId', 'deletedAt', 'durationSeconds', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'video_tags',
      columns: {
        videoId: primary(reference),
        tag: primary(text(40)),
        platformId: reference,
        position: integer,
      },
      indices: [{ columns: ['platformId', 'tag', 'videoId'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('video_tags');
    await runner.dropTable('videos');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  boolean,
  createTable,
  id,
  integer,
  longText,
  primary,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** Captions of videos, and their texts in pieces. */
export class Captions1763900012000 implements MigrationInterface {
  name = 'Captions1763900012000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'caption_tracks',
      columns: {
        id,
        platformId: reference,
        videoId: reference,
        language: text(35),
        label: text(80),
        kind: text(16),
        isDefault: boolean,
        cueCount: integer,
        contentLength: integer,
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [{ columns: ['videoId', 'language'], unique: true }],
    });
    await createTable(runner, {
      name: 'caption_texts',
      columns: {
        trackId: primary(reference),
        part: primary(integer),
        platformId: reference,
        text: longText,
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('caption_texts');
    await runner.dropTable('caption_tracks');
  }
}

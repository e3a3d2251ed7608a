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

/** What is broadcast live, and when. */
export class LiveEvents1763900014000 implements MigrationInterface {
  name = 'LiveEvents1763900014000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'live_events',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        sortTitle: text(100),
        slug: text(120),
        description: longText,
        startsAt: timestamp,
        endsAt: timestamp,
        visibility: text(16),
        streamUrl: nullable(text(2000)),
        coverUrl: nullable(text(2000)),
        recordingId: nullable(reference),
        canceledAt: nullable(timestamp),
        cancellationReason: nullable(text(500)),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'startsAt', 'id'] },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'sortTitle', 'id'] },
        { columns: ['recordingId'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('live_events');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, integer, nullable, reference, text, timestamp } from '../src/database/tables';

/** What lies in the media store. */
export class Media1763900025000 implements MigrationInterface {
  name = 'Media1763900025000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'media',
      columns: {
        id,
        platformId: reference,
        kind: text(16),
        contentType: text(40),
        bytes: integer,
        width: nullable(integer),
        height: nullable(integer),
        storageKey: text(200),
        createdBy: text(120),
        createdAt: timestamp,
      },
      indices: [{ columns: ['platformId', 'createdAt', 'id'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('media');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, integer, longText, reference, text, timestamp } from '../src/database/tables';

/** The presets that platforms make for themselves. */
export class Presets1763900010000 implements MigrationInterface {
  name = 'Presets1763900010000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'presets',
      columns: {
        id,
        platformId: reference,
        name: text(80),
        description: text(500),
        scopes: longText,
        createdAt: timestamp,
        version: integer,
      },
      indices: [{ columns: ['platformId', 'name'], unique: true }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('presets');
  }
}

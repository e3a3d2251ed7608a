import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, integer, longText, reference, text, timestamp } from '../src/database/tables';

/** Members who have something in common, told by a filter. */
export class Segments1763900021000 implements MigrationInterface {
  name = 'Segments1763900021000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'segments',
      columns: {
        id,
        platformId: reference,
        name: text(120),
        nameKey: text(100),
        description: longText,
        filter: longText,
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [{ columns: ['platformId', 'createdAt', 'id'] }, { columns: ['platformId', 'nameKey', 'id'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('segments');
  }
}

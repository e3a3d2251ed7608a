import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, integer, primary, text, timestamp } from '../src/database/tables';

/** How often someone has tried to sign in lately. */
export class SignInCounts1763900007000 implements MigrationInterface {
  name = 'SignInCounts1763900007000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'sign_in_counts',
      columns: { subject: primary(text(64)), used: integer, resetAt: timestamp },
      indices: [{ columns: ['resetAt'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('sign_in_counts');
  }
}

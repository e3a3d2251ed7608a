import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, integer, primary, text, timestamp } from '../src/database/tables';

/** Which acts Stripe has refused, and how often. */
export class StripeRefusals1763900028000 implements MigrationInterface {
  name = 'StripeRefusals1763900028000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'stripe_refusals',
      columns: {
        accountId: primary(text(64)),
        act: primary(text(191)),
        attempts: integer,
        refusedAt: timestamp,
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('stripe_refusals');
  }
}

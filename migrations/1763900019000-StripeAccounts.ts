import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, nullable, primary, reference, text, timestamp } from '../src/database/tables';

/** Which Stripe account belongs to which platform, and which of Stripe's events were handled. */
export class StripeAccounts1763900019000 implements MigrationInterface {
  name = 'StripeAccounts1763900019000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'stripe_accounts',
      columns: {
        id,
        platformId: reference,
        accountId: text(64),
        connectedAt: timestamp,
        connectedBy: text(254),
      },
      indices: [
        { columns: ['platformId'], unique: true },
        { columns: ['accountId'], unique: true },
      ],
    });
    await createTable(runner, {
      name: 'stripe_events',
      columns: {
        eventId: primary(text(64)),
        platformId: nullable(reference),
        type: text(120),
        createdAt: timestamp,
        receivedAt: timestamp,
      },
      indices: [{ columns: ['platformId', 'receivedAt'] }, { columns: ['receivedAt'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('stripe_events');
    await runner.dropTable('stripe_accounts');
  }
}

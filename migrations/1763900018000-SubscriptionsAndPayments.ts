import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  boolean,
  createTable,
  id,
  integer,
  nullable,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** Subscriptions, payments and refunds. */
export class SubscriptionsAndPayments1763900018000 implements MigrationInterface {
  name = 'SubscriptionsAndPayments1763900018000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'subscriptions',
      columns: {
        id,
        platformId: reference,
        memberId: reference,
        planId: reference,
        status: text(16),
        startedAt: timestamp,
        currentPeriodStart: nullable(timestamp),
        currentPeriodEnd: nullable(timestamp),
        trialEndsAt: nullable(timestamp),
        cancelAtPeriodEnd: boolean,
        canceledAt: nullable(timestamp),
        endedAt: nullable(timestamp),
        pausedAt: nullable(timestamp),
        amount: integer,
        currency: text(3),
        interval: text(8),
        stripeSubscriptionId: nullable(text(64)),
        stripeCustomerId: nullable(text(64)),
        stripeUpdatedAt: nullable(timestamp),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'stripeSubscriptionId'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'status', 'createdAt', 'id'] },
        { columns: ['platformId', 'currentPeriodEnd', 'id'] },
        { columns: ['platformId', 'memberId', 'id'] },
        { columns: ['platformId', 'planId', 'status', 'memberId'] },
        { columns: ['platformId', 'planId', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'payments',
      columns: {
        id,
        platformId: reference,
        memberId: nullable(reference),
        subscriptionId: nullable(reference),
        planId: nullable(reference),
        amount: integer,
        refundedAmount: integer,
        currency: text(3),
        status: text(16),
        description: text(200),
        failureMessage: nullable(text(500)),
        paidAt: nullable(timestamp),
        stripeChargeId: nullable(text(64)),
        stripePaymentIntentId: nullable(text(64)),
        stripeInvoiceId: nullable(text(64)),
        stripeUpdatedAt: nullable(timestamp),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'stripeChargeId'], unique: true },
        { columns: ['platformId', 'stripePaymentIntentId'], unique: true },
        { columns: ['platformId', 'stripeInvoiceId'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'status', 'createdAt', 'id'] },
        { columns: ['platformId', 'paidAt', 'id'] },
        { columns: ['platformId', 'amount', 'id'] },
        { columns: ['platformId', 'memberId', 'id'] },
        { columns: ['platformId', 'subscriptionId', 'id'] },
        { columns: ['platformId', 'planId', 'createdAt', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'refunds',
      columns: {
        id,
        platformId: reference,
        paymentId: reference,
        amount: integer,
        currency: text(3),
        reason: nullable(text(500)),
        status: text(16),
        stripeRefundId: nullable(text(64)),
        createdAt: timestamp,
        updatedAt: timestamp,
      },
      indices: [
        { columns: ['platformId', 'stripeRefundId'], unique: true },
        { columns: ['platformId', 'paymentId', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('refunds');
    await runner.dropTable('payments');
    await runner.dropTable('subscriptions');
  }
}

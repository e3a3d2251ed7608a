import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  boolean,
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

/** Plans with the collections that they open, and coupons. */
export class PlansAndCoupons1763900017000 implements MigrationInterface {
  name = 'PlansAndCoupons1763900017000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'plans',
      columns: {
        id,
        platformId: reference,
        name: text(120),
        description: longText,
        status: text(16),
        amount: integer,
        currency: text(3),
        interval: text(8),
        trialDays: integer,
        includesEverything: boolean,
        stripeProductId: nullable(text(64)),
        stripePriceId: nullable(text(64)),
        createdAt: timestamp,
        updatedAt: timestamp,
        archivedAt: nullable(timestamp),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'stripeProductId'], unique: true },
        { columns: ['platformId', 'stripePriceId'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'amount', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'plan_collections',
      columns: { planId: primary(reference), collectionId: primary(reference), platformId: reference },
      indices: [{ columns: ['collectionId', 'planId'] }],
    });
    await createTable(runner, {
      name: 'coupons',
      columns: {
        id,
        platformId: reference,
        code: text(50),
        codeKey: text(50),
        percentOff: nullable(integer),
        amountOff: nullable(integer),
        currency: nullable(text(3)),
        duration: text(16),
        durationInMonths: nullable(integer),
        maxRedemptions: nullable(integer),
        timesRedeemed: integer,
        expiresAt: nullable(timestamp),
        active: boolean,
        stripeCouponId: nullable(text(64)),
        stripePromotionCodeId: nullable(text(64)),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'codeKey'], unique: true },
        { columns: ['platformId', 'stripeCouponId'], unique: true },
        { columns: ['platformId', 'stripePromotionCodeId'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'codeKey', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('coupons');
    await runner.dropTable('plan_collections');
    await runner.dropTable('plans');
  }
}

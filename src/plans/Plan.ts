import { Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { CURRENCY_LENGTH } from '../money';

export type PlanStatus = 'ACTIVE' | 'ARCHIVED';

/** How often a subscription is paid for. */
export type BillingInterval = 'MONTH' | 'YEAR';

export const PLAN_NAME_LENGTH = 120;
/** The length of a column that holds an id of Stripe's. */
export const STRIPE_ID_LENGTH = 64;

/** What members subscribe to. Unless it includes everything, it opens its collections: {@link PlanCollection}. */
@Entity('plans')
@Index('uq_plans_platformId_stripeProductId', ['platformId', 'stripeProductId'], { unique: true })
@Index('uq_plans_platformId_stripePriceId', ['platformId', 'stripePriceId'], { unique: true })
@Index('ix_plans_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_plans_platformId_amount_id', ['platformId', 'amount', 'id'])
export class Plan {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(PLAN_NAME_LENGTH)
  name!: string;

  @LongTextColumn()
  description!: string;

  /** Nobody can subscribe anew to an archived plan; whoever has it keeps it. */
  @TextColumn(16)
  status!: PlanStatus;

  /** What a new subscription costs each interval, in minor units; 0 is a free plan, which Stripe knows nothing of. */
  @IntegerColumn()
  amount!: number;

  @TextColumn(CURRENCY_LENGTH)
  currency!: string;

  @TextColumn(8)
  interval!: BillingInterval;

  @IntegerColumn()
  trialDays!: number;

  @BooleanColumn()
  includesEverything!: boolean;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeProductId!: string | null;

  /** Of the price that new subscriptions pay. Older ones may pay another. */
  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripePriceId!: string | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @TimestampColumn({ nullable: true })
  archivedAt!: Date | null;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

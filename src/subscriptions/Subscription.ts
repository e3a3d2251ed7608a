import { Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  IntegerColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { CURRENCY_LENGTH } from '../money';
import { type BillingInterval, STRIPE_ID_LENGTH } from '../plans/Plan';

export type SubscriptionStatus = 'TRIALING' | 'ACTIVE' | 'PAST_DUE' | 'PAUSED' | 'INCOMPLETE' | 'CANCELED';

/** With these a member may watch what the plan opens. PAST_DUE is a time of grace: Stripe still tries to collect. */
export const ENTITLING_STATUSES = [
  'TRIALING',
  'ACTIVE',
  'PAST_DUE',
] as const satisfies readonly SubscriptionStatus[];

/**
 * A member's subscription to a plan. It stays when the member is removed, since revenue stays: `memberId` then is nobody's
 * any more.
 */
@Entity('subscriptions')
@Index('uq_subscriptions_platformId_stripeSubscriptionId', ['platformId', 'stripeSubscriptionId'], {
  unique: true,
})
@Index('ix_subscriptions_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_subscriptions_platformId_status_createdAt_id', ['platformId', 'status', 'createdAt', 'id'])
@Index('ix_subscriptions_platformId_cancelAtPeriodEnd_createdAt_id', [
  'platformId',
  'cancelAtPeriodEnd',
  'createdAt',
  'id',
])
@Index('ix_subscriptions_platformId_startedAt_id', ['platformId', 'startedAt', 'id'])
@Index('ix_subscriptions_platformId_endedAt_id', ['platformId', 'endedAt', 'id'])
@Index('ix_subscriptions_platformId_currentPeriodEnd_id', ['platformId', 'currentPeriodEnd', 'id'])
@Index('ix_subscriptions_platformId_memberId_id', ['platformId', 'memberId', 'id'])
@Index('ix_subscriptions_platformId_planId_status_memberId', ['platformId', 'planId', 'status', 'memberId'])
@Index('ix_subscriptions_platformId_stripeCustomerId', ['platformId', 'stripeCustomerId'])
@Index('ix_subscriptions_platformId_planId_createdAt_id', ['platformId', 'planId', 'createdAt', 'id'])
export class Subscription {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  memberId!: string;

  @ReferenceColumn()
  planId!: string;

  @TextColumn(16)
  status!: SubscriptionStatus;

  @TimestampColumn()
  startedAt!: Date;

  @TimestampColumn({ nullable: true })
  currentPeriodStart!: Date | null;

  @TimestampColumn({ nullable: true })
  currentPeriodEnd!: Date | null;

  @TimestampColumn({ nullable: true })
  trialEndsAt!: Date | null;

  /** Whether it ends with the current period instead of being renewed. */
  @BooleanColumn()
  cancelAtPeriodEnd!: boolean;

  /** When somebody said that it shall end; it may go on until the period does. */
  @TimestampColumn({ nullable: true })
  canceledAt!: Date | null;

  @TimestampColumn({ nullable: true })
  endedAt!: Date | null;

  @TimestampColumn({ nullable: true })
  pausedAt!: Date | null;

  /** What it costs each interval, in minor units: the plan may cost something else by now. */
  @IntegerColumn()
  amount!: number;

  @TextColumn(CURRENCY_LENGTH)
  currency!: string;

  @TextColumn(8)
  interval!: BillingInterval;

  /** Null when Stripe does not bill it. */
  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeSubscriptionId!: string | null;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeCustomerId!: string | null;

  /** When the state of Stripe's that the row shows was made: an older one that arrives later changes nothing. */
  @TimestampColumn({ nullable: true })
  stripeUpdatedAt!: Date | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

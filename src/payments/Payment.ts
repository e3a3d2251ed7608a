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
import { STRIPE_ID_LENGTH } from '../plans/Plan';

export type PaymentStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

/** Money that a member paid, or tried to. It stays when the member is removed: `memberId` then is nobody's any more. */
@Entity('payments')
@Index('uq_payments_platformId_stripeChargeId', ['platformId', 'stripeChargeId'], { unique: true })
@Index('uq_payments_platformId_stripePaymentIntentId', ['platformId', 'stripePaymentIntentId'], {
  unique: true,
})
@Index('uq_payments_platformId_stripeInvoiceId', ['platformId', 'stripeInvoiceId'], { unique: true })
@Index('ix_payments_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_payments_platformId_status_createdAt_id', ['platformId', 'status', 'createdAt', 'id'])
@Index('ix_payments_platformId_isRefunded_createdAt_id', ['platformId', 'isRefunded', 'createdAt', 'id'])
@Index('ix_payments_platformId_paidAt_id', ['platformId', 'paidAt', 'id'])
@Index('ix_payments_platformId_amount_id', ['platformId', 'amount', 'id'])
@Index('ix_payments_platformId_memberId_id', ['platformId', 'memberId', 'id'])
@Index('ix_payments_platformId_subscriptionId_id', ['platformId', 'subscriptionId', 'id'])
@Index('ix_payments_platformId_planId_createdAt_id', ['platformId', 'planId', 'createdAt', 'id'])
export class Payment {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn({ nullable: true })
  memberId!: string | null;

  @ReferenceColumn({ nullable: true })
  subscriptionId!: string | null;

  @ReferenceColumn({ nullable: true })
  planId!: string | null;

  /** In minor units. */
  @IntegerColumn()
  amount!: number;

  /** How much of it went back, in minor units; refunds that failed do not count. */
  @IntegerColumn()
  refundedAmount!: number;

  /** Whether any of it went back: what a list is narrowed to has an index as a value, not as a comparison. */
  @BooleanColumn()
  isRefunded!: boolean;

  @TextColumn(CURRENCY_LENGTH)
  currency!: string;

  @TextColumn(16)
  status!: PaymentStatus;

  @TextColumn(200)
  description!: string;

  /** Why it failed, as the bank or Stripe put it. */
  @TextColumn(500, { nullable: true })
  failureMessage!: string | null;

  /** When it succeeded. */
  @TimestampColumn({ nullable: true })
  paidAt!: Date | null;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeChargeId!: string | null;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripePaymentIntentId!: string | null;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeInvoiceId!: string | null;

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

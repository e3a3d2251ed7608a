import { Entity, Index } from 'typeorm';
import { IdColumn, IntegerColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';
import { CURRENCY_LENGTH } from '../money';
import { STRIPE_ID_LENGTH } from '../plans/Plan';

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

/** Money of a payment that goes back to the member. */
@Entity('refunds')
@Index('uq_refunds_platformId_stripeRefundId', ['platformId', 'stripeRefundId'], { unique: true })
@Index('ix_refunds_platformId_paymentId_id', ['platformId', 'paymentId', 'id'])
export class Refund {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  paymentId!: string;

  /** In minor units. */
  @IntegerColumn()
  amount!: number;

  @TextColumn(CURRENCY_LENGTH)
  currency!: string;

  @TextColumn(500, { nullable: true })
  reason!: string | null;

  @TextColumn(16)
  status!: RefundStatus;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeRefundId!: string | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;
}

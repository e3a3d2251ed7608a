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

/** For how long a subscription that redeemed the coupon is cheaper. */
export type CouponDuration = 'ONCE' | 'REPEATING' | 'FOREVER';

export const COUPON_CODE_LENGTH = 50;

/** A code that makes a subscription cheaper: by a percentage, or by an amount. */
@Entity('coupons')
@Index('uq_coupons_platformId_codeKey', ['platformId', 'codeKey'], { unique: true })
@Index('uq_coupons_platformId_stripeCouponId', ['platformId', 'stripeCouponId'], { unique: true })
@Index('uq_coupons_platformId_stripePromotionCodeId', ['platformId', 'stripePromotionCodeId'], {
  unique: true,
})
@Index('ix_coupons_platformId_active_createdAt_id', ['platformId', 'active', 'createdAt', 'id'])
@Index('ix_coupons_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_coupons_platformId_codeKey_id', ['platformId', 'codeKey', 'id'])
export class Coupon {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  /** As it was given; members may write it in any case. */
  @TextColumn(COUPON_CODE_LENGTH)
  code!: string;

  /** The code in capital letters: unique on the platform, also among the coupons that are not active any more. */
  @TextColumn(COUPON_CODE_LENGTH)
  codeKey!: string;

  /** 1 to 100; null when the coupon takes off an amount. */
  @IntegerColumn({ nullable: true })
  percentOff!: number | null;

  /** In minor units of `currency`; null when the coupon takes off a percentage. */
  @IntegerColumn({ nullable: true })
  amountOff!: number | null;

  @TextColumn(CURRENCY_LENGTH, { nullable: true })
  currency!: string | null;

  @TextColumn(16)
  duration!: CouponDuration;

  /** Set when the duration is REPEATING, and only then. */
  @IntegerColumn({ nullable: true })
  durationInMonths!: number | null;

  /** Null when there is no limit. */
  @IntegerColumn({ nullable: true })
  maxRedemptions!: number | null;

  /** As Stripe last told. */
  @IntegerColumn()
  timesRedeemed!: number;

  /** Null when it never does. */
  @TimestampColumn({ nullable: true })
  expiresAt!: Date | null;

  /** False once somebody has deactivated it, or Stripe has, which is for good. */
  @BooleanColumn()
  active!: boolean;

  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripeCouponId!: string | null;

  /** Of the code by which members redeem Stripe's coupon. */
  @TextColumn(STRIPE_ID_LENGTH, { nullable: true })
  stripePromotionCodeId!: string | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

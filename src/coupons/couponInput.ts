import { BadUserInputError } from '../errors';
import { type Money, requireMoney } from '../money';
import { requireInteger } from '../validation';
import { type Coupon, COUPON_CODE_LENGTH, type CouponDuration } from './Coupon';

const MAX_MONTHS = 60;
const MAX_REDEMPTIONS = 1_000_000;
/** Stripe takes no later time. */
const MAX_YEARS = 5;

export interface NewCoupon {
  code: string;
  percentOff?: number | null;
  amountOff?: Money | null;
  duration?: CouponDuration | null;
  durationInMonths?: number | null;
  maxRedemptions?: number | null;
  expiresAt?: Date | null;
}

/** The columns that the caller decides on. */
export type CouponFields = Pick<
  Coupon,
  | 'code'
  | 'codeKey'
  | 'percentOff'
  | 'amountOff'
  | 'currency'
  | 'duration'
  | 'durationInMonths'
  | 'maxRedemptions'
  | 'expiresAt'
>;

/** @throws BadUserInputError naming the field, `input.code` */
export function requireNewCoupon(input: NewCoupon, now: Date): CouponFields {
  const code = requireCode(input.code);
  const duration = input.duration ?? 'ONCE';
  return {
    code,
    codeKey: couponCodeKey(code),
    ...requireDiscount(input),
    duration,
    durationInMonths: requireMonths(duration, input.durationInMonths),
    maxRedemptions:
      input.maxRedemptions == null
        ? null
        : requireInteger('input.maxRedemptions', input.maxRedemptions, { min: 1, max: MAX_REDEMPTIONS }),
    expiresAt: input.expiresAt == null ? null : requireExpiry(input.expiresAt, now),
  };
}

/** By what a code is found: members write it in any case. */
export function couponCodeKey(code: string): string {
  return code.toUpperCase();
}

/** Stripe's own alphabet: https://docs.stripe.com/api/promotion_codes/create#create_promotion_code-code */
const CODE = /^[A-Za-z0-9-]{3,}$/;

function requireCode(value: string): string {
  const code = value.trim();
  if (code.length <= COUPON_CODE_LENGTH && CODE.test(code)) return code;
  const allowed = `3 to ${COUPON_CODE_LENGTH} of a-z, A-Z, 0-9 and dashes`;
  throw new BadUserInputError('input.code', 'is not a code.', allowed);
}

function requireDiscount({
  percentOff,
  amountOff,
}: NewCoupon): Pick<Coupon, 'percentOff' | 'amountOff' | 'currency'> {
  if ((percentOff == null) === (amountOff == null)) {
    throw new BadUserInputError(
      'input.percentOff',
      'give either percentOff or amountOff.',
      'exactly one of percentOff and amountOff',
    );
  }
  if (amountOff != null) {
    const { amount, currency } = requireMoney('input.amountOff', amountOff, { min: 1 });
    return { percentOff: null, amountOff: amount, currency };
  }
  const percent = requireInteger('input.percentOff', percentOff ?? 0, { min: 1, max: 100 });
  return { percentOff: percent, amountOff: null, currency: null };
}

function requireMonths(duration: CouponDuration, months: number | null | undefined): number | null {
  if ((duration === 'REPEATING') !== (months != null)) {
    throw new BadUserInputError(
      'input.durationInMonths',
      months == null ? 'is missing.' : `means nothing when the duration is ${duration}.`,
      'a number of months when the duration is REPEATING, and only then',
    );
  }
  return months == null
    ? null
    : requireInteger('input.durationInMonths', months, { min: 1, max: MAX_MONTHS });
}

function requireExpiry(time: Date, now: Date): Date {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MAX_YEARS);
  if (time > now && time <= latest) return time;
  throw new BadUserInputError(
    'input.expiresAt',
    time > now ? 'lies too far ahead.' : 'does not lie in the future.',
    `after ${now.toISOString()}, at latest ${latest.toISOString()}`,
  );
}

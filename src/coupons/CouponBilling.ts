import { type StripeAccounts } from '../integrations/stripe/StripeAccounts';
import { actKey } from '../integrations/stripe/actKey';
import { ifThere } from '../integrations/stripe/ifThere';
import { type Coupon } from './Coupon';
import { type CouponFields } from './couponInput';

const DURATIONS = { ONCE: 'once', REPEATING: 'repeating', FOREVER: 'forever' } as const;

/**
 * A coupon as the connected Stripe account has it: a coupon, which says what is taken off, and the promotion code by which
 * members redeem it.
 */
export class CouponBilling {
  constructor(private readonly accounts: Pick<StripeAccounts, 'require'>) {}

  /**
   * Makes both. A platform makes a code once, so that the code itself names the act: who asks again after a failure gets
   * what was made the first time.
   * @throws NotConfiguredError, UpstreamFailedError
   */
  async create(
    platformId: string,
    fields: CouponFields,
  ): Promise<Pick<Coupon, 'stripeCouponId' | 'stripePromotionCodeId'>> {
    const { code, codeKey, percentOff, amountOff, currency, durationInMonths } = fields;
    const connection = await this.accounts.require(platformId);
    const act = (what: string, parameters: object): { key: string } => ({
      key: actKey(what, `${platformId}-${codeKey}`, parameters),
    });
    const discount = {
      // Stripe shows no more of a longer name: https://docs.stripe.com/api/coupons/create#create_coupon-name
      name: code.slice(0, 40),
      ...(percentOff === null ? {} : { percent_off: percentOff }),
      ...(amountOff === null || currency === null
        ? {}
        : { amount_off: amountOff, currency: currency.toLowerCase() }),
      duration: DURATIONS[fields.duration],
      ...(durationInMonths === null ? {} : { duration_in_months: durationInMonths }),
    };
    const coupon = await connection.call(
      (stripe, options) => stripe.coupons.create(discount, options),
      act('coupon', discount),
    );
    const promotion = {
      promotion: { type: 'coupon' as const, coupon: coupon.id },
      code,
      ...(fields.maxRedemptions === null ? {} : { max_redemptions: fields.maxRedemptions }),
      ...(fields.expiresAt === null ? {} : { expires_at: Math.floor(fields.expiresAt.getTime() / 1000) }),
    };
    const promotionCode = await connection.call(
      (stripe, options) => stripe.promotionCodes.create(promotion, options),
      act('promotion-code', promotion),
    );
    return { stripeCouponId: coupon.id, stripePromotionCodeId: promotionCode.id };
  }

  /**
   * Lets nobody redeem a coupon any more, as far as Stripe knows it. Doing it again does no harm.
   * @throws NotConfiguredError, UpstreamFailedError
   */
  async deactivate({ platformId, stripePromotionCodeId }: Coupon): Promise<void> {
    if (stripePromotionCodeId === null) return;
    const connection = await this.accounts.require(platformId);
    await ifThere(
      connection.call((stripe, options) =>
        stripe.promotionCodes.update(stripePromotionCodeId, { active: false }, options),
      ),
    );
  }
}

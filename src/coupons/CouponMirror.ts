import type Stripe from 'stripe';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import {
  type EventHandlers,
  type Prepared,
  type ReceivedEvent,
  writeAsSeen,
} from '../integrations/stripe/events';
import { Coupon } from './Coupon';

/** Follows coupons that are deleted, or codes that are redeemed or switched off, at Stripe. */
export class CouponMirror {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  get handlers(): EventHandlers {
    return {
      'coupon.deleted': (event, object) =>
        this.change(event, 'stripeCouponId', (object as Stripe.Coupon).id, () => ({ active: false })),
      'promotion_code.updated': (event, object) => {
        const { id, active, times_redeemed } = object as Stripe.PromotionCode;
        return this.change(event, 'stripePromotionCodeId', id, (coupon) => ({
          // What was switched off stays off, and redemptions are never taken back.
          active: coupon.active && active,
          timesRedeemed: Math.max(coupon.timesRedeemed, times_redeemed),
        }));
      },
    };
  }

  private async change(
    { platformId }: ReceivedEvent,
    column: 'stripeCouponId' | 'stripePromotionCodeId',
    id: string,
    changesOf: (coupon: Coupon) => Partial<Pick<Coupon, 'active' | 'timesRedeemed'>>,
  ): Promise<Prepared> {
    const coupon = await this.database
      .rows(Coupon, 'coupon')
      .where('coupon.platformId = :platformId', { platformId })
      .where(`coupon.${column} = :id`, { id })
      .first();
    if (coupon === null) return { note: 'no coupon here is it' };
    const changes = { ...changesOf(coupon), updatedAt: this.clock() };
    return { apply: (manager) => writeAsSeen(manager, Coupon, coupon, changes) };
  }
}

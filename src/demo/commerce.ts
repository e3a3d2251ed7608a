import { type Collection } from '../collections/Collection';
import { type Coupon } from '../coupons/Coupon';
import { couponCodeKey } from '../coupons/couponInput';
import { newId } from '../database/ids';
import { type Member } from '../members/Member';
import { type Payment } from '../payments/Payment';
import { type Refund } from '../payments/Refund';
import { type Plan } from '../plans/Plan';
import { type PlanCollection } from '../plans/PlanCollection';
import { type Subscription } from '../subscriptions/Subscription';
import { type DemoPlan } from './DemoPlan';
import { type Offer } from './DemoSite';
import { demoPayments } from './payments';
import { demoSubscriptions } from './subscriptions';

/** What the members of one platform pay for, and what they paid. Stripe knows nothing of it. */
export interface DemoCommerce {
  readonly plans: readonly Plan[];
  readonly planCollections: readonly PlanCollection[];
  readonly coupons: readonly Coupon[];
  readonly subscriptions: readonly Subscription[];
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
}

/** The site's plans and coupons, subscriptions of most members, and more than a year of payments. */
export function demoCommerce(
  plan: DemoPlan,
  collections: readonly Collection[],
  members: readonly Member[],
): DemoCommerce {
  const { site, platformId } = plan;
  const [first, ...others] = site.offers;
  const plans: [Plan, ...Plan[]] = [planOf(plan, first), ...others.map((offer) => planOf(plan, offer))];
  const planCollections = site.offers.flatMap(({ collectionsAbout }, index) =>
    collections
      .filter(({ title }) => collectionsAbout !== null && title.includes(collectionsAbout))
      .map(({ id: collectionId }) => ({ planId: plans[index]?.id ?? '', collectionId, platformId })),
  );
  const subscriptions = demoSubscriptions(plan, plans, members);
  return {
    plans,
    planCollections,
    coupons: demoCoupons(plan),
    subscriptions: subscriptions.map(({ row }) => row),
    ...demoPayments(plan, subscriptions),
  };
}

function planOf({ site, platformId, random, daysAgo }: DemoPlan, offer: Offer): Plan {
  const createdAt = daysAgo(1_090 + random.next() * 10);
  return {
    id: newId(createdAt),
    platformId,
    name: offer.name,
    description: offer.description,
    status: 'ACTIVE',
    amount: offer.amount,
    currency: site.currency,
    interval: offer.interval,
    trialDays: offer.trialDays,
    includesEverything: offer.collectionsAbout === null,
    stripeProductId: null,
    stripePriceId: null,
    createdAt,
    updatedAt: createdAt,
    archivedAt: null,
    version: 1,
  };
}

function demoCoupons({ site, platformId, random, daysAgo }: DemoPlan): Coupon[] {
  const couponOf = (days: number, fields: Pick<Coupon, 'code'> & Partial<Coupon>): Coupon => {
    const createdAt = daysAgo(days);
    return {
      id: newId(createdAt),
      platformId,
      codeKey: couponCodeKey(fields.code),
      percentOff: null,
      amountOff: null,
      currency: null,
      duration: 'ONCE',
      durationInMonths: null,
      maxRedemptions: null,
      timesRedeemed: random.between(5, 60),
      expiresAt: null,
      active: true,
      stripeCouponId: null,
      stripePromotionCodeId: null,
      createdAt,
      updatedAt: createdAt,
      version: 1,
      ...fields,
    };
  };
  const amountOff = Math.round(site.offers[0].amount / 400) * 100;
  return [
    couponOf(700, { code: 'WELCOME20', percentOff: 20 }),
    couponOf(300, {
      code: 'FRIENDS',
      amountOff,
      currency: site.currency,
      duration: 'REPEATING',
      durationInMonths: 3,
      maxRedemptions: 200,
    }),
    couponOf(160, { code: 'SUMMER', percentOff: 30, expiresAt: daysAgo(70), active: false, version: 2 }),
    couponOf(60, { code: 'STAFF', percentOff: 100, duration: 'FOREVER', timesRedeemed: 4 }),
  ];
}

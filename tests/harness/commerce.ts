import { Coupon } from '../../src/coupons/Coupon';
import { type Database } from '../../src/database/Database';
import { newId } from '../../src/database/ids';
import { Payment } from '../../src/payments/Payment';
import { Refund } from '../../src/payments/Refund';
import { Plan } from '../../src/plans/Plan';
import { Subscription } from '../../src/subscriptions/Subscription';

/** Rows that only Stripe's events make, and rows with a past. Each function gives the row it inserted. */
export class CommerceRows {
  constructor(
    private readonly database: Database,
    private readonly platformId: string,
  ) {}

  plan(fields: Partial<Plan> = {}): Promise<Plan> {
    return this.insert(Plan, {
      name: 'Everything',
      description: '',
      status: 'ACTIVE',
      amount: 1900,
      currency: 'EUR',
      interval: 'MONTH',
      trialDays: 0,
      includesEverything: true,
      stripeProductId: null,
      stripePriceId: null,
      archivedAt: null,
      version: 1,
      ...fields,
    });
  }

  coupon(fields: Partial<Coupon> = {}): Promise<Coupon> {
    const code = fields.code ?? 'WELCOME';
    return this.insert(Coupon, {
      code,
      codeKey: code.toUpperCase(),
      percentOff: 20,
      amountOff: null,
      currency: null,
      duration: 'ONCE',
      durationInMonths: null,
      maxRedemptions: null,
      timesRedeemed: 0,
      expiresAt: null,
      active: true,
      stripeCouponId: null,
      stripePromotionCodeId: null,
      version: 1,
      ...fields,
    });
  }

  subscription(
    fields: Pick<Subscription, 'memberId' | 'planId'> & Partial<Subscription>,
  ): Promise<Subscription> {
    return this.insert(Subscription, {
      status: 'ACTIVE',
      startedAt: fields.createdAt ?? new Date(),
      currentPeriodStart: null,
      currentPeriodEnd: null,
      trialEndsAt: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      endedAt: null,
      pausedAt: null,
      amount: 1900,
      currency: 'EUR',
      interval: 'MONTH',
      stripeSubscriptionId: null,
      stripeCustomerId: null,
      stripeUpdatedAt: null,
      version: 1,
      ...fields,
    });
  }

  payment(fields: Partial<Payment> = {}): Promise<Payment> {
    return this.insert(Payment, {
      memberId: null,
      subscriptionId: null,
      planId: null,
      amount: 1900,
      refundedAmount: 0,
      isRefunded: (fields.refundedAmount ?? 0) > 0,
      currency: 'EUR',
      status: 'SUCCEEDED',
      description: 'Subscription',
      failureMessage: null,
      paidAt: fields.createdAt ?? new Date(),
      stripeChargeId: null,
      stripePaymentIntentId: null,
      stripeInvoiceId: null,
      stripeUpdatedAt: null,
      version: 1,
      ...fields,
    });
  }

  refund(fields: Pick<Refund, 'paymentId'> & Partial<Refund>): Promise<Refund> {
    return this.insert(Refund, {
      amount: 500,
      currency: 'EUR',
      reason: null,
      status: 'SUCCEEDED',
      stripeRefundId: null,
      ...fields,
    });
  }

  private async insert<Row extends Plan | Coupon | Subscription | Payment | Refund>(
    entity: new () => Row,
    fields: Partial<Row>,
  ): Promise<Row> {
    const createdAt = fields.createdAt ?? new Date();
    const { platformId } = this;
    return this.database.transaction(async (manager) => {
      const row = Object.assign(new entity(), {
        id: newId(createdAt),
        platformId,
        createdAt,
        updatedAt: createdAt,
        ...fields,
      });
      await manager.insert<object>(entity, row);
      return row;
    });
  }
}

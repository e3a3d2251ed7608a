import type Stripe from 'stripe';
import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId } from '../database/ids';
import { ConflictError, NotFoundError } from '../errors';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { asSeen } from '../integrations/stripe/events';
import { type StripeAccounts, type StripeConnection } from '../integrations/stripe/StripeAccounts';
import { type StripeWork } from '../integrations/stripe/StripeApi';
import { requireInteger, requireText } from '../validation';
import { Payment } from './Payment';
import { REASON_LENGTH, recordRefund } from './recordRefund';
import { ACT_METADATA, ONE_REFUND, REFUND_TOOL } from './refundGuardrail';
import { Refund } from './Refund';

export interface RefundInput {
  paymentId: string;
  /** The version of the payment that the caller has seen. */
  version: number;
  /** In minor units; all that is left when it is not given. */
  amount?: number | null;
  /** For the platform's own people. */
  reason?: string | null;
}

/** A refund, and its payment as it is then. */
export interface IssuedRefund {
  readonly refund: Refund;
  readonly payment: Payment;
}

interface Parts {
  database: Database;
  clock: Clock;
  guardrails: GuardrailService;
  stripe: StripeAccounts;
}

/**
 * Gives members their money back.
 *
 * A refund is counted once, by whoever writes it down first: its call, which has taken it from the guardrail beforehand, or
 * Stripe's event.
 *
 * Nothing is written before Stripe has acted, so that nothing has to be undone when it does not. One version of a payment
 * is refunded once: its idempotency key names it, so that Stripe repeats a refund that is asked for again, and refuses
 * another one of the same version. The version counts on when the refund is written, here or by Stripe's event.
 */
export class RefundService {
  constructor(private readonly parts: Parts) {}

  /**
   * Refunds a payment, or a part of it. Counts as one of refundPayment's `refunds`, unless it fails.
   * @throws NotFoundError
   * @throws BadUserInputError when the amount is more than what is left
   * @throws ConflictError when the payment was changed since, has not succeeded, has nothing left, or Stripe does not know it
   * @throws GuardrailExceededError
   * @throws NotConfiguredError
   * @throws UpstreamFailedError with Stripe's message; the payment is as it was
   */
  async refund(principal: Principal, input: RefundInput): Promise<IssuedRefund> {
    assertId('Payment', input.paymentId);
    const reason =
      input.reason == null ? '' : requireText('input.reason', input.reason, { min: 0, max: REASON_LENGTH });
    const { database, clock, guardrails, stripe } = this.parts;
    const payment = await this.require(database.reads, principal, input.paymentId);
    const amount = refundable(payment, input);
    const connection = await stripe.require(principal.platformId);

    const consumedAt = clock();
    await guardrails.transaction(principal, REFUND_TOOL, (manager) =>
      guardrails.consume(manager, principal, REFUND_TOOL, ONE_REFUND),
    );
    const giveBack = (): Promise<void> =>
      database.transaction((manager) =>
        guardrails.giveBack(manager, principal, REFUND_TOOL, ONE_REFUND, consumedAt),
      );
    let refund: Stripe.Refund;
    try {
      refund = await this.refundAtStripe(connection, payment, amount, reason);
    } catch (error) {
      await giveBack();
      throw error;
    }
    const { issued, isNew } = await this.write(principal, payment, refund);
    if (!isNew) await giveBack();
    return issued;
  }

  private refundAtStripe(
    connection: StripeConnection,
    { id, version, stripeChargeId, stripePaymentIntentId }: Payment,
    amount: number,
    reason: string,
  ): Promise<Stripe.Refund> {
    const key = `latchkey-refund-${id}-${version}`;
    const target: Stripe.RefundListParams & Stripe.RefundCreateParams =
      stripeChargeId === null ? { payment_intent: stripePaymentIntentId! } : { charge: stripeChargeId };
    const metadata = { latchkeyPaymentId: id, [ACT_METADATA]: key, ...(reason === '' ? {} : { reason }) };
    const create: StripeWork<Stripe.Refund> = (stripe, options) =>
      stripe.refunds.create({ ...target, amount, metadata }, options);
    // Stripe calls the outcome of its own 5xx unknown: money must not go back twice for it.
    const earlier: StripeWork<Stripe.Refund | null> = async (stripe, options) => {
      const { data } = await stripe.refunds.list({ ...target, limit: 100 }, options);
      return data.find((refund) => refund.metadata?.[ACT_METADATA] === key) ?? null;
    };
    return connection.call(create, { key, earlier });
  }

  /**
   * Writes what Stripe has done; its event may have been faster. Not new is what someone else has counted: a call that
   * asked for the very same at the same time, or the event.
   */
  private async write(
    principal: Principal,
    seen: Payment,
    refund: Stripe.Refund,
  ): Promise<{ issued: IssuedRefund; isNew: boolean }> {
    const { database, clock } = this.parts;
    const { platformId } = principal;
    return asSeen(async () => {
      const payment = await this.require(database.reads, principal, seen.id);
      const isOwnAct = payment.version === seen.version;
      return database.transaction(async (manager) => {
        const isNew = await recordRefund(manager, { payment, refund, now: clock(), isOwnAct });
        return {
          isNew,
          issued: {
            refund: await manager.findOneByOrFail(Refund, { platformId, stripeRefundId: refund.id }),
            payment: await this.require(manager, principal, seen.id),
          },
        };
      });
    });
  }

  private async require(manager: EntityManager, { platformId }: Principal, id: string): Promise<Payment> {
    const payment = await manager.findOneBy(Payment, { id, platformId });
    if (payment === null) throw new NotFoundError('Payment', id);
    return payment;
  }
}

/** How much goes back. @throws ConflictError, BadUserInputError when it can't */
function refundable(payment: Payment, { version, amount }: RefundInput): number {
  if (payment.version !== version) throw ConflictError.staleVersion('Payment', version, payment.version);
  const { status, stripeChargeId, stripePaymentIntentId } = payment;
  if (status !== 'SUCCEEDED')
    throw new ConflictError(`Payment is ${status}: nothing was paid that could go back.`, {
      field: 'status',
      current: status,
    });
  const left = payment.amount - payment.refundedAmount;
  if (left <= 0)
    throw new ConflictError('Payment was refunded in full already.', { field: 'refundedAmount' });
  if (stripeChargeId === null && stripePaymentIntentId === null)
    throw new ConflictError('Payment did not go through Stripe: it can only be refunded where it was made.', {
      field: 'stripeChargeId',
    });
  return amount == null ? left : requireInteger('input.amount', amount, { min: 1, max: left });
}

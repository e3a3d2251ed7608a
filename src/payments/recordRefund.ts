import type Stripe from 'stripe';
import { type EntityManager } from 'typeorm';
import { newId } from '../database/ids';
import { holdAsSeen, timeOf, writeAsSeen } from '../integrations/stripe/events';
import { Payment } from './Payment';
import { Refund, type RefundStatus } from './Refund';

export const REASON_LENGTH = 500;

/** A refund only ever moves on: it may fail after it has succeeded, and never the other way round. */
const RANKS: Readonly<Record<RefundStatus, number>> = { PENDING: 0, SUCCEEDED: 1, FAILED: 2 };

interface RecordedRefund {
  /** As it was seen: another state of it is an OutdatedError. */
  payment: Payment;
  refund: Stripe.Refund;
  now: Date;
  /** When Stripe said so, where an event did. */
  toldAt?: Date;
  /** Set where the payment may not yet show what Stripe has counted: of what the caller has just done itself. */
  isOwnAct?: boolean;
}

/**
 * Writes what Stripe says of a refund, and what it leaves of the payment. Whether the webhook or the caller who refunded
 * is the first makes no difference. Nothing may be read in the transaction before: what was read first would be all that
 * it sees of a refund that someone else has written meanwhile.
 * @returns whether it was not known before
 * @throws OutdatedError when the payment is not as it was seen
 */
export async function recordRefund(
  manager: EntityManager,
  { payment, refund, now, toldAt, isOwnAct = false }: RecordedRefund,
): Promise<boolean> {
  const { platformId } = payment;
  // Two who write refunds of one payment come one after another, also where the payment itself stays as it is.
  await holdAsSeen(manager, Payment, payment);
  const status = refundStatus(refund);
  const known = await manager.findOneBy(Refund, { platformId, stripeRefundId: refund.id });
  const moves = known === null || RANKS[status] > RANKS[known.status];
  if (known === null) {
    await manager.insert(Refund, {
      id: newId(now),
      platformId,
      paymentId: payment.id,
      amount: refund.amount,
      currency: refund.currency.toUpperCase(),
      reason: refund.metadata?.reason?.slice(0, REASON_LENGTH) ?? null,
      status,
      stripeRefundId: refund.id,
      createdAt: timeOf(refund.created),
      updatedAt: now,
    });
  } else if (moves) {
    await manager.update(Refund, { id: known.id, platformId }, { status, updatedAt: now });
  }
  const rows = await manager.findBy(Refund, { platformId, paymentId: payment.id });
  const recorded = rows.filter((row) => row.status !== 'FAILED').reduce((sum, { amount }) => sum + amount, 0);
  // Refunds from before the account was connected are in the payment's sum, and have no row here.
  let refundedAmount = payment.refundedAmount;
  let { stripeUpdatedAt } = payment;
  if (status === 'FAILED' && known !== null && moves) {
    refundedAmount -= refund.amount;
    // An event of the charge from before the refund failed may still come, and would count it again.
    if (toldAt !== undefined && (stripeUpdatedAt === null || toldAt > stripeUpdatedAt))
      stripeUpdatedAt = toldAt;
  } else if (status !== 'FAILED' && known === null && isOwnAct) refundedAmount += refund.amount;
  refundedAmount = Math.min(payment.amount, Math.max(refundedAmount, recorded));
  const sums = { refundedAmount, isRefunded: refundedAmount > 0 };
  await writeAsSeen(manager, Payment, payment, { ...sums, stripeUpdatedAt, updatedAt: now });
  return known === null;
}

function refundStatus({ status }: Stripe.Refund): RefundStatus {
  if (status === 'succeeded') return 'SUCCEEDED';
  return status === 'failed' || status === 'canceled' ? 'FAILED' : 'PENDING';
}

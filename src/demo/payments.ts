import { newId } from '../database/ids';
import { type Payment } from '../payments/Payment';
import { type Refund } from '../payments/Refund';
import { type DemoPlan } from './DemoPlan';
import { type DemoSubscription } from './subscriptions';

const FAILURES = [
  'Your card was declined.',
  'Your card has insufficient funds.',
  'Your card has expired.',
] as const;
const REFUND_REASONS = [
  'Forgot to cancel before the renewal.',
  'Paid twice by mistake.',
  'Could not watch for a week.',
] as const;
const SHARE_FAILED = 0.03;
const SHARE_REFUNDED = 0.02;

interface DemoPayments {
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
}

/** What was paid for the subscriptions, with the cards that were declined on the way and the money that went back. */
export function demoPayments(plan: DemoPlan, subscriptions: readonly DemoSubscription[]): DemoPayments {
  const { random } = plan;
  const payments: Payment[] = [];
  const refunds: Refund[] = [];
  for (const subscription of subscriptions) {
    const { row, firstDue, lastDue, intervalDays } = subscription;
    if (row.status === 'INCOMPLETE') {
      payments.push(paymentOf(plan, subscription, row.startedAt, 'FAILED'));
      continue;
    }
    for (let due = firstDue; due > lastDue; due -= intervalDays) {
      const isLast = due - intervalDays <= lastDue;
      if (row.status === 'PAST_DUE' && isLast) {
        payments.push(paymentOf(plan, subscription, plan.daysAgo(due), 'FAILED'));
        continue;
      }
      if (due > 1 && random.chance(SHARE_FAILED)) {
        payments.push(paymentOf(plan, subscription, plan.daysAgo(due), 'FAILED'));
        due -= 1;
      }
      const payment = paymentOf(plan, subscription, plan.daysAgo(due), due < 0.5 ? 'PENDING' : 'SUCCEEDED');
      payments.push(payment);
      if (due > 3 && random.chance(SHARE_REFUNDED)) refunds.push(refundOf(plan, payment, due));
    }
  }
  return { payments, refunds };
}

function paymentOf(
  { platformId, random }: DemoPlan,
  { row, plan }: DemoSubscription,
  createdAt: Date,
  status: Payment['status'],
): Payment {
  return {
    id: newId(createdAt),
    platformId,
    memberId: row.memberId,
    subscriptionId: row.id,
    planId: row.planId,
    amount: row.amount,
    refundedAmount: 0,
    isRefunded: false,
    currency: row.currency,
    status,
    description: plan.name,
    failureMessage: status === 'FAILED' ? random.pick(FAILURES) : null,
    paidAt: status === 'SUCCEEDED' ? createdAt : null,
    stripeChargeId: null,
    stripePaymentIntentId: null,
    stripeInvoiceId: null,
    stripeUpdatedAt: null,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

/** Some or all of a payment, a few days later; the payment is changed. */
function refundOf({ random, daysAgo }: DemoPlan, payment: Payment, paid: number): Refund {
  const isFailed = random.chance(0.1);
  const amount = random.chance(0.6) ? payment.amount : Math.round(payment.amount / 200) * 100;
  const createdAt = daysAgo(paid - 1 - random.next() * Math.min(paid - 2, 10));
  const refunded = { refundedAmount: amount, isRefunded: true };
  if (!isFailed) Object.assign(payment, { ...refunded, updatedAt: createdAt, version: 2 });
  return {
    id: newId(createdAt),
    platformId: payment.platformId,
    paymentId: payment.id,
    amount,
    currency: payment.currency,
    reason: random.pick(REFUND_REASONS),
    status: isFailed ? 'FAILED' : 'SUCCEEDED',
    stripeRefundId: null,
    createdAt,
    updatedAt: createdAt,
  };
}

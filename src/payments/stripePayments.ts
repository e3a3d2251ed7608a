import { type Database } from '../database/Database';
import { Payment } from './Payment';

const STRIPE_IDS = ['stripeChargeId', 'stripePaymentIntentId', 'stripeInvoiceId'] as const;

/** Any of the ids under which Stripe knows a payment. */
export type StripePaymentIds = Partial<Record<(typeof STRIPE_IDS)[number], string | null>>;

/** The payment that one of these ids is of; null when there is none. Each is looked up by its own index. */
export async function findPayment(
  database: Database,
  platformId: string,
  ids: StripePaymentIds,
): Promise<Payment | null> {
  for (const column of STRIPE_IDS) {
    const id = ids[column];
    if (id == null) continue;
    const payment = await database
      .rows(Payment, 'payment')
      .where('payment.platformId = :platformId', { platformId })
      .where(`payment.${column} = :id`, { id })
      .first();
    if (payment !== null) return payment;
  }
  return null;
}

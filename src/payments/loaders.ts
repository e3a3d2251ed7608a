import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type Payment } from './Payment';
import { type PaymentService } from './PaymentService';
import { type Refund } from './Refund';

export interface PaymentLoaders {
  /** Pages of a member's payments, by the member's id. */
  readonly ofMember: NestedPageLoader<Payment>;
  /** Pages of the payments for a subscription, by its id. */
  readonly ofSubscription: NestedPageLoader<Payment>;
  /** A payment's refunds, by the payment's id. */
  readonly refunds: BatchLoader<Refund[]>;
}

/** @param principal whose platform is read */
export function createPaymentLoaders(payments: PaymentService, principal: Principal): PaymentLoaders {
  return {
    ofMember: new NestedPageLoader((ids, page) => payments.pagesOf(principal, 'memberId', ids, page)),
    ofSubscription: new NestedPageLoader((ids, page) =>
      payments.pagesOf(principal, 'subscriptionId', ids, page),
    ),
    refunds: new BatchLoader(
      (ids) => payments.refundsOf(principal, ids),
      () => [],
    ),
  };
}

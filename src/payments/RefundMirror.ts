import type Stripe from 'stripe';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { type EventHandlers, idOf, type Prepared, type ReceivedEvent } from '../integrations/stripe/events';
import { recordRefund } from './recordRefund';
import { ACT_METADATA, ONE_REFUND, REFUND_TOOL } from './refundGuardrail';
import { findPayment } from './stripePayments';

/** Follows refunds at Stripe, those that were made there by hand as well. */
export class RefundMirror {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
  ) {}

  get handlers(): EventHandlers {
    const changed = (event: ReceivedEvent, object: object): Promise<Prepared> =>
      this.changed(event, object as Stripe.Refund);
    return {
      'refund.created': changed,
      'refund.updated': changed,
      'refund.failed': changed,
      // How it was called before API version 2024-10-28.
      'charge.refund.updated': changed,
    };
  }

  private async changed(
    { platformId, createdAt: toldAt }: ReceivedEvent,
    refund: Stripe.Refund,
  ): Promise<Prepared> {
    const payment = await findPayment(this.database, platformId, {
      stripeChargeId: idOf(refund.charge),
      stripePaymentIntentId: idOf(refund.payment_intent),
    });
    if (payment === null) return { note: 'its payment is not known' };
    return {
      apply: async (manager) => {
        const isNew = await recordRefund(manager, { payment, refund, now: this.clock(), toldAt });
        // Its call has not written it, and takes back what it has counted: see RefundService.
        const isOurs = refund.metadata?.[ACT_METADATA] !== undefined;
        if (isNew && isOurs) await this.guardrails.count(manager, { platformId }, REFUND_TOOL, ONE_REFUND);
      },
    };
  }
}

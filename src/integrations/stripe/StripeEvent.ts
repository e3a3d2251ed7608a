import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, ReferenceColumn, TextColumn, TimestampColumn } from '../../database/columns';
import { STRIPE_ID_LENGTH } from './StripeAccount';

/**
 * An event of Stripe's that was handled. It is written in the transaction of what the event changed: whoever sends it
 * again, or at the same time, finds it here.
 */
@Entity('stripe_events')
@Index('ix_stripe_events_platformId_receivedAt', ['platformId', 'receivedAt'])
@Index('ix_stripe_events_receivedAt', ['receivedAt'])
export class StripeEvent {
  /** Stripe's id, `evt_…`. */
  @PrimaryColumn({ type: 'varchar', length: STRIPE_ID_LENGTH, collation: EXACT_COLLATION })
  eventId!: string;

  /** Null when the event's account is connected to no platform. */
  @ReferenceColumn({ nullable: true })
  platformId!: string | null;

  /** `invoice.paid` */
  @TextColumn(120)
  type!: string;

  /** When it happened, by Stripe's clock, in whole seconds. */
  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  receivedAt!: Date;
}

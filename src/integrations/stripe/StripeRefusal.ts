import { Entity, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, IntegerColumn, TimestampColumn } from '../../database/columns';
import { STRIPE_ID_LENGTH } from './StripeAccount';

/**
 * An act that Stripe has refused. Stripe keeps its refusals under the act's idempotency key, and takes nothing else under
 * it: what is tried next needs another key, whoever tries it.
 */
@Entity('stripe_refusals')
export class StripeRefusal {
  @PrimaryColumn({ type: 'varchar', length: STRIPE_ID_LENGTH, collation: EXACT_COLLATION })
  accountId!: string;

  /** The act's key. */
  @PrimaryColumn({ type: 'varchar', length: 191, collation: EXACT_COLLATION })
  act!: string;

  /** How many of its attempts have come to nothing, for certain. */
  @IntegerColumn()
  attempts!: number;

  @TimestampColumn()
  refusedAt!: Date;
}

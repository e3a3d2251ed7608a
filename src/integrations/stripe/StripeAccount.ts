import { Entity, Index } from 'typeorm';
import { IdColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../../database/columns';

/** Stripe's own ids are at most this long. */
export const STRIPE_ID_LENGTH = 64;

/** The Stripe account that a platform's money goes through. A platform has one at most, and an account has one platform. */
@Entity('stripe_accounts')
@Index('uq_stripe_accounts_platformId', ['platformId'], { unique: true })
// Events name their account: it must say whose they are.
@Index('uq_stripe_accounts_accountId', ['accountId'], { unique: true })
export class StripeAccount {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  /** Stripe's id, `acct_…`. */
  @TextColumn(STRIPE_ID_LENGTH)
  accountId!: string;

  @TimestampColumn()
  connectedAt!: Date;

  /** The name of the admin who connected it, as it was then. */
  @TextColumn(254)
  connectedBy!: string;
}

import { Entity, Index } from 'typeorm';
import { IdColumn, IntegerColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';
import { EMAIL_LENGTH } from '../emailAddress';

/**
 * QUEUED until a worker hands the message to the mail server, SENDING while it does, and QUEUED again when that is to be
 * tried once more. SENT (the server took it) and FAILED are final.
 */
export type RecipientStatus = 'QUEUED' | 'SENDING' | 'SENT' | 'FAILED';

export const FAILURE_LENGTH = 500;
export const SECRET_LENGTH = 32;

/** One member who gets one e-mail: the outbox that the workers deliver from. */
@Entity('email_recipients')
@Index('ix_email_recipients_emailId_id', ['emailId', 'id'])
@Index('ix_email_recipients_emailId_status_id', ['emailId', 'status', 'id'])
@Index('ix_email_recipients_dueAt_id', ['dueAt', 'id'])
@Index('ix_email_recipients_platformId_memberId_id', ['platformId', 'memberId', 'id'])
export class EmailRecipient {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  emailId!: string;

  /** Null once the member was removed. */
  @ReferenceColumn({ nullable: true })
  memberId!: string | null;

  /** As it was when the e-mail was sent; null once the member was removed. */
  @TextColumn(EMAIL_LENGTH, { nullable: true })
  address!: string | null;

  @TextColumn(16)
  status!: RecipientStatus;

  /** How often the message was handed to the mail server. */
  @IntegerColumn()
  attempts!: number;

  /**
   * From when on a worker may take the row: the time of the next attempt, or the end of the lease of the worker that has
   * it. Null once the status is final.
   */
  @TimestampColumn({ nullable: true })
  dueAt!: Date | null;

  /** The batch that a worker took the row in. Only who knows it may go on with the row. */
  @ReferenceColumn({ nullable: true })
  leaseToken!: string | null;

  /** What came of the last attempt that did not succeed, or why there was none. */
  @TextColumn(FAILURE_LENGTH, { nullable: true })
  lastError!: string | null;

  /** When the status became final. */
  @TimestampColumn({ nullable: true })
  finishedAt!: Date | null;

  /** The part of the unsubscribe link that nobody can guess. */
  @TextColumn(SECRET_LENGTH)
  unsubscribeSecret!: string;
}

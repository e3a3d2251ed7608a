import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

/** A draft can be edited; from SENDING on, what it says and who gets it is settled. */
export type EmailStatus = 'DRAFT' | 'SENDING' | 'SENT';

export const SUBJECT_LENGTH = 200;

/** What a platform writes to its members. Who gets it, and how far that has come: {@link EmailRecipient}. */
@Entity('emails')
@Index('ix_emails_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_emails_platformId_updatedAt_id', ['platformId', 'updatedAt', 'id'])
@Index('ix_emails_platformId_queuedAt_id', ['platformId', 'queuedAt', 'id'])
@Index('ix_emails_platformId_status_createdAt_id', ['platformId', 'status', 'createdAt', 'id'])
// What the worker looks through for e-mails that have come to their end: few are SENDING at a time.
@Index('ix_emails_status_id', ['status', 'id'])
export class Email {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(SUBJECT_LENGTH)
  subject!: string;

  /** Markdown, in which `{{name}}` stands for the member's name. */
  @LongTextColumn()
  body!: string;

  @TextColumn(16)
  status!: EmailStatus;

  /** The segment that it was sent to; null for a draft, and for one that was sent to members by their ids. */
  @ReferenceColumn({ nullable: true })
  segmentId!: string | null;

  /** How many members it was sent to; 0 for a draft. */
  @IntegerColumn()
  recipientCount!: number;

  /** Of the recipients of a SENT e-mail, those whose server took it; until then they are counted. */
  @IntegerColumn()
  sentCount!: number;

  @IntegerColumn()
  failedCount!: number;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** When it stopped being a draft. */
  @TimestampColumn({ nullable: true })
  queuedAt!: Date | null;

  /** When the last recipient came to a final state. */
  @TimestampColumn({ nullable: true })
  sentAt!: Date | null;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

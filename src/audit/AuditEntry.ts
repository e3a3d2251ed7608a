import { Entity, Index } from 'typeorm';
import { IdColumn, LongTextColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';

export const AUDIT_ACTIONS = [
  'API_KEY_CREATED',
  'API_KEY_UPDATED',
  'API_KEY_ROTATED',
  'API_KEY_REVOKED',
  'PRESET_CREATED',
  'PRESET_UPDATED',
  'PRESET_DELETED',
  'SIGNED_IN',
  'SIGN_IN_FAILED',
  'SIGNED_OUT',
  'PASSWORD_CHANGED',
  'GUARDRAIL_LOWERED',
  'GUARDRAIL_RESET',
  'STRIPE_CONNECTED',
  'STRIPE_DISCONNECTED',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One thing that was done to keys, presets, guardrails or sign-ins: who, what, before and after, when. Never changed, never deleted. */
@Entity('audit_entries')
@Index('ix_audit_entries_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_audit_entries_platformId_action_createdAt_id', ['platformId', 'action', 'createdAt', 'id'])
@Index('ix_audit_entries_platformId_targetId_createdAt_id', ['platformId', 'targetId', 'createdAt', 'id'])
@Index('ix_audit_entries_platformId_adminId_createdAt_id', ['platformId', 'adminId', 'createdAt', 'id'])
export class AuditEntry {
  @IdColumn()
  id!: string;

  /** Null when it belongs to none: a sign-in with an unknown e-mail. */
  @ReferenceColumn({ nullable: true })
  platformId!: string | null;

  /** What was done, in the past tense: API_KEY_CREATED. */
  @TextColumn(40)
  action!: AuditAction;

  /** Null when nobody was signed in. */
  @ReferenceColumn({ nullable: true })
  adminId!: string | null;

  /** The admin's name then, which stays when the admin goes. */
  @TextColumn(254, { nullable: true })
  adminName!: string | null;

  /** The row that it was done to. */
  @TextColumn(254, { nullable: true })
  targetId!: string | null;

  @TextColumn(254, { nullable: true })
  targetName!: string | null;

  /** JSON of what was there before; null when it was made by this. Never a secret. */
  @LongTextColumn({ nullable: true })
  before!: string | null;

  /** JSON of what is there after; null when it went. */
  @LongTextColumn({ nullable: true })
  after!: string | null;

  @TextColumn(64)
  requestId!: string;

  @TimestampColumn()
  createdAt!: Date;
}

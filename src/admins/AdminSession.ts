import { Entity, Index } from 'typeorm';
import { IdColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';

/** A signed-in admin's session. The token itself is never stored. */
@Entity('admin_sessions')
@Index('uq_admin_sessions_tokenHash', ['tokenHash'], { unique: true })
@Index('ix_admin_sessions_adminId', ['adminId'])
export class AdminSession {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  adminId!: string;

  /** SHA-256 of the token's secret, in hex: the secret is random, so a fast hash is enough. */
  @TextColumn(64)
  tokenHash!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  expiresAt!: Date;
}

import { Entity, Index, PrimaryColumn } from 'typeorm';
import {
  BooleanColumn,
  EXACT_COLLATION,
  IntegerColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

/** An API key as it is stored: everything but its secret. */
@Entity('api_keys')
@Index('ix_api_keys_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_api_keys_platformId_name_id', ['platformId', 'name', 'id'])
@Index('ix_api_keys_platformId_expiresAt_id', ['platformId', 'expiresAt', 'id'])
@Index('ix_api_keys_platformId_revokedAt_id', ['platformId', 'revokedAt', 'id'])
@Index('uq_api_keys_platformId_liveName', ['platformId', 'liveName'], { unique: true })
export class ApiKey {
  /** The key's public part, 12 base62 characters; safe to show. */
  @PrimaryColumn({ type: 'varchar', length: 12, collation: EXACT_COLLATION })
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(80)
  name!: string;

  /** The name while the key is not revoked, null afterwards: the unique index lets a revoked key's name be used again. */
  @TextColumn(80, { nullable: true })
  liveName!: string | null;

  /** bcrypt of the secret alone. */
  @TextColumn(60)
  secretHash!: string;

  /** First 4 bytes of SHA-256 of the secret, in hex: what a forged secret fails on before bcrypt is asked. */
  @TextColumn(8)
  secretTag!: string;

  /** The last 4 characters of the whole key, for people to tell keys apart. */
  @TextColumn(4)
  lastFour!: string;

  /** The secret before the last rotation, which works on until `previousExpiresAt`. */
  @TextColumn(60, { nullable: true })
  previousSecretHash!: string | null;

  @TextColumn(8, { nullable: true })
  previousSecretTag!: string | null;

  @TimestampColumn({ nullable: true })
  previousExpiresAt!: Date | null;

  @BooleanColumn()
  grantAll!: boolean;

  @TimestampColumn({ nullable: true })
  expiresAt!: Date | null;

  /** Name of the preset that its first scopes came from; null when they were picked by hand. */
  @TextColumn(80, { nullable: true })
  presetName!: string | null;

  @ReferenceColumn()
  createdById!: string;

  /** The admin's name then, which stays when the admin goes. */
  @TextColumn(80)
  createdByName!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn({ nullable: true })
  lastUsedAt!: Date | null;

  @TimestampColumn({ nullable: true })
  revokedAt!: Date | null;

  @TextColumn(200, { nullable: true })
  revokedReason!: string | null;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

import { Entity, Index } from 'typeorm';
import { IdColumn, IntegerColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';

export const GRANT_REASON_LENGTH = 500;
export const GRANTED_BY_LENGTH = 120;

/** Free access of one member to one collection, or to everything. */
@Entity('access_grants')
@Index('ix_access_grants_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_access_grants_platformId_until_id', ['platformId', 'until', 'id'])
@Index('ix_access_grants_platformId_revokedAt_id', ['platformId', 'revokedAt', 'id'])
@Index('ix_access_grants_memberId_createdAt_id', ['memberId', 'createdAt', 'id'])
@Index('ix_access_grants_collectionId_createdAt_id', ['collectionId', 'createdAt', 'id'])
export class AccessGrant {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  memberId!: string;

  /** Null for everything. A collection that is deleted takes the grants to it along, so that none is widened. */
  @ReferenceColumn({ nullable: true })
  collectionId!: string | null;

  /** The first moment at which it holds no more; null when it has no end. */
  @TimestampColumn({ nullable: true })
  until!: Date | null;

  /** Why, as far as it was told. */
  @TextColumn(GRANT_REASON_LENGTH, { nullable: true })
  reason!: string | null;

  /** The name that the API key or the admin had then. */
  @TextColumn(GRANTED_BY_LENGTH)
  grantedBy!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn({ nullable: true })
  revokedAt!: Date | null;

  @IntegerColumn()
  version!: number;
}

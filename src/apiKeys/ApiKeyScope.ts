import { Entity, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, TimestampColumn } from '../database/columns';

/** One scope that one key holds. */
@Entity('api_key_scopes')
export class ApiKeyScope {
  @PrimaryColumn({ type: 'varchar', length: 12, collation: EXACT_COLLATION })
  apiKeyId!: string;

  @PrimaryColumn({ type: 'varchar', length: 64, collation: EXACT_COLLATION })
  scope!: string;

  @TimestampColumn({ nullable: true })
  lastUsedAt!: Date | null;
}

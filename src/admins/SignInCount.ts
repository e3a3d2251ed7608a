import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, IntegerColumn, TimestampColumn } from '../database/columns';

/** How often someone has tried to sign in lately. Shared by all processes. */
@Entity('sign_in_counts')
@Index('ix_sign_in_counts_resetAt', ['resetAt'])
export class SignInCount {
  /** SHA-256, in hex, of what is counted: an e-mail, a network. Short, whatever was typed, and it lists no addresses. */
  @PrimaryColumn({ type: 'varchar', length: 64, collation: EXACT_COLLATION })
  subject!: string;

  /** One more than the limit once a try was refused, and no more than that. */
  @IntegerColumn()
  used!: number;

  /** When counting begins anew. */
  @TimestampColumn()
  resetAt!: Date;
}

import { Entity, PrimaryColumn } from 'typeorm';
import { type Guardrail } from '../auth/scopes';
import { EXACT_COLLATION, IntegerColumn, TimestampColumn } from '../database/columns';

/** A guardrail that a platform's admins have lowered; without a row, what ships holds. */
@Entity('guardrail_limits')
export class GuardrailLimit {
  @PrimaryColumn({ type: 'varchar', length: 36, collation: EXACT_COLLATION })
  platformId!: string;

  /** Root field, `deleteVideo`. */
  @PrimaryColumn({ type: 'varchar', length: 80, collation: EXACT_COLLATION })
  tool!: string;

  /** What is counted, in the plural. */
  @PrimaryColumn({ type: 'varchar', length: 40, collation: EXACT_COLLATION })
  unit!: string;

  /** How long the window is; see GuardrailCounter for the name. */
  @PrimaryColumn({ type: 'varchar', length: 8, collation: EXACT_COLLATION })
  span!: Guardrail['window'];

  /** Units that a window allows, 0 or more. Holds as long as it is below what ships. Not named `limit`, which is SQL. */
  @IntegerColumn()
  loweredTo!: number;

  @TimestampColumn()
  updatedAt!: Date;
}

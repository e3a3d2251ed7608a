import { Entity, PrimaryColumn } from 'typeorm';
import { type Guardrail } from '../auth/scopes';
import { EXACT_COLLATION, IntegerColumn, TimestampColumn } from '../database/columns';

/**
 * How much of one guardrail a platform has used in the window that began last. One row per platform and guardrail, which
 * moves on with the windows: nothing piles up that would have to be cleaned.
 */
@Entity('guardrail_counters')
export class GuardrailCounter {
  @PrimaryColumn({ type: 'varchar', length: 36, collation: EXACT_COLLATION })
  platformId!: string;

  /** Root field, `deleteVideo`. */
  @PrimaryColumn({ type: 'varchar', length: 80, collation: EXACT_COLLATION })
  tool!: string;

  /** What is counted, in the plural. */
  @PrimaryColumn({ type: 'varchar', length: 40, collation: EXACT_COLLATION })
  unit!: string;

  /** How long the window is. Not named `window`, which MySQL 8 reserves. */
  @PrimaryColumn({ type: 'varchar', length: 8, collation: EXACT_COLLATION })
  span!: Guardrail['window'];

  /** Beginning of the window that `used` belongs to. */
  @TimestampColumn()
  windowStart!: Date;

  /** Units used since `windowStart`. */
  @IntegerColumn()
  used!: number;
}

import { Entity } from 'typeorm';
import { IdColumn, TextColumn, TimestampColumn } from '../database/columns';

/** One membership site: the border that no key, admin or row crosses. */
@Entity('platforms')
export class Platform {
  @IdColumn()
  id!: string;

  @TextColumn(80)
  name!: string;

  /** IANA name; days of analytics and windows of guardrails that a person reads are in it. */
  @TextColumn(64)
  timeZone!: string;

  @TimestampColumn()
  createdAt!: Date;
}

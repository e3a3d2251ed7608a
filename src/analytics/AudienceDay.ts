import { Entity } from 'typeorm';
import { IntegerColumn, PrimaryReferenceColumn } from '../database/columns';
import { DayColumn } from './DayColumn';

/** How much was watched on a platform on one day: the sum over its videos, those that are gone by now included. */
@Entity('audience_days')
export class AudienceDay {
  @PrimaryReferenceColumn()
  platformId!: string;

  @DayColumn()
  day!: string;

  @IntegerColumn()
  plays!: number;

  @IntegerColumn()
  secondsWatched!: number;

  /** How many of the plays went to the end. */
  @IntegerColumn()
  completions!: number;

  /** How many different members watched something. Who: {@link AudienceDayViewer}. */
  @IntegerColumn()
  viewers!: number;
}

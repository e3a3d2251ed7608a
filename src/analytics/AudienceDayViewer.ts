import { Entity, Index } from 'typeorm';
import { PrimaryReferenceColumn } from '../database/columns';
import { DayColumn } from './DayColumn';

/** Somebody watched something on some day, as {@link VideoDayViewer} has it for each video. */
@Entity('audience_day_viewers')
@Index('ix_audience_day_viewers_platformId_memberId', ['platformId', 'memberId'])
export class AudienceDayViewer {
  @PrimaryReferenceColumn()
  platformId!: string;

  @DayColumn()
  day!: string;

  @PrimaryReferenceColumn()
  memberId!: string;
}

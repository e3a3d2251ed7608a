import { Entity, Index } from 'typeorm';
import { IntegerColumn, PrimaryReferenceColumn } from '../database/columns';
import { DayColumn } from './DayColumn';

/** How much a video was watched on one day. */
@Entity('video_days')
@Index('ix_video_days_platformId_day_videoId', ['platformId', 'day', 'videoId'])
export class VideoDay {
  @PrimaryReferenceColumn()
  platformId!: string;

  @PrimaryReferenceColumn()
  videoId!: string;

  @DayColumn()
  day!: string;

  @IntegerColumn()
  plays!: number;

  @IntegerColumn()
  secondsWatched!: number;

  /** How many of the plays went to the end. */
  @IntegerColumn()
  completions!: number;

  /** How many different members watched it. Who: {@link VideoDayViewer}. */
  @IntegerColumn()
  viewers!: number;
}

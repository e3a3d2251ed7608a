import { Entity, Index } from 'typeorm';
import { PrimaryReferenceColumn } from '../database/columns';
import { DayColumn } from './DayColumn';

/**
 * Somebody watched a video on some day: who watched on two days counts once over both. The rows of a member who was
 * removed stay under a name that stands for nobody (see `erasure.ts`).
 */
@Entity('video_day_viewers')
@Index('ix_video_day_viewers_platformId_memberId', ['platformId', 'memberId'])
export class VideoDayViewer {
  @PrimaryReferenceColumn()
  platformId!: string;

  @PrimaryReferenceColumn()
  videoId!: string;

  @DayColumn()
  day!: string;

  @PrimaryReferenceColumn()
  memberId!: string;
}

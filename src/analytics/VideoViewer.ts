import { Entity, Index } from 'typeorm';
import { IntegerColumn, PrimaryReferenceColumn, TimestampColumn } from '../database/columns';

/** A member has watched a video: since when, and how much. */
@Entity('video_viewers')
@Index('ix_video_viewers_platformId_memberId_lastWatchedAt', ['platformId', 'memberId', 'lastWatchedAt'])
export class VideoViewer {
  @PrimaryReferenceColumn()
  platformId!: string;

  @PrimaryReferenceColumn()
  videoId!: string;

  @PrimaryReferenceColumn()
  memberId!: string;

  @TimestampColumn()
  firstWatchedAt!: Date;

  @TimestampColumn()
  lastWatchedAt!: Date;

  @IntegerColumn()
  plays!: number;

  @IntegerColumn()
  secondsWatched!: number;
}

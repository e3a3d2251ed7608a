import { Entity, Index, PrimaryColumn } from 'typeorm';
import {
  BooleanColumn,
  EXACT_COLLATION,
  IntegerColumn,
  PrimaryReferenceColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { DAY_LENGTH } from './days';

export const EVENT_ID_LENGTH = 64;

/**
 * One time that somebody watched a video, as a player told it. Its row is what makes a repeated event count once; no
 * report reads it. A row outlives its video, whose id then stands for nothing, and its member, who is taken out of it.
 */
@Entity('playback_events')
@Index('ix_playback_events_platformId_memberId', ['platformId', 'memberId'])
export class PlaybackEvent {
  @PrimaryReferenceColumn()
  platformId!: string;

  /** Chosen by the client. */
  @PrimaryColumn({ type: 'varchar', length: EVENT_ID_LENGTH, collation: EXACT_COLLATION })
  eventId!: string;

  @ReferenceColumn()
  videoId!: string;

  /** Null for somebody who was not signed in, or is no member any more. */
  @ReferenceColumn({ nullable: true })
  memberId!: string | null;

  @TimestampColumn()
  occurredAt!: Date;

  /** The day that it was counted into: `occurredAt` in the platform's time zone. */
  @TextColumn(DAY_LENGTH)
  day!: string;

  @IntegerColumn()
  secondsWatched!: number;

  /** Whether the video was watched to its end. */
  @BooleanColumn()
  completed!: boolean;

  @TimestampColumn()
  recordedAt!: Date;
}

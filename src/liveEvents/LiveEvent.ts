import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { SORT_TEXT_LENGTH } from '../database/searchText';
import { SLUG_LENGTH } from '../slugs';
import { URL_LENGTH } from '../validation';
import { type Visibility } from '../visibility';

export const REASON_LENGTH = 500;

/** Something that is broadcast at a time that is told before. */
@Entity('live_events')
@Index('uq_live_events_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_live_events_platformId_startsAt_id', ['platformId', 'startsAt', 'id'])
@Index('ix_live_events_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_live_events_platformId_sortTitle_id', ['platformId', 'sortTitle', 'id'])
@Index('ix_live_events_platformId_canceledAt_id', ['platformId', 'canceledAt', 'id'])
@Index('ix_live_events_recordingId', ['recordingId'])
export class LiveEvent {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** The title as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  sortTitle!: string;

  /** The last part of its address; unique among its platform's events. */
  @TextColumn(SLUG_LENGTH)
  slug!: string;

  @LongTextColumn()
  description!: string;

  /**
   * With `endsAt` and `canceledAt` it tells the status at any moment, which is stored nowhere (see `eventStatus.ts`): an
   * event goes live and ends without anybody's doing.
   */
  @TimestampColumn()
  startsAt!: Date;

  @TimestampColumn()
  endsAt!: Date;

  @TextColumn(16)
  visibility!: Visibility;

  /** Where it is broadcast. */
  @TextColumn(URL_LENGTH, { nullable: true })
  streamUrl!: string | null;

  @TextColumn(URL_LENGTH, { nullable: true })
  coverUrl!: string | null;

  /** The video that it was recorded as. */
  @ReferenceColumn({ nullable: true })
  recordingId!: string | null;

  /** Set once it is canceled, which is for good. */
  @TimestampColumn({ nullable: true })
  canceledAt!: Date | null;

  /** Why, as far as it was told. */
  @TextColumn(REASON_LENGTH, { nullable: true })
  cancellationReason!: string | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}

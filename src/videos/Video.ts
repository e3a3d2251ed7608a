import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

export const VIDEO_STATUSES = ['DRAFT', 'SCHEDULED', 'PUBLISHED'] as const;
export type VideoStatus = (typeof VIDEO_STATUSES)[number];

export const VIDEO_VISIBILITIES = ['PUBLIC', 'MEMBERS', 'UNLISTED'] as const;
export type VideoVisibility = (typeof VIDEO_VISIBILITIES)[number];

/** A video of a platform. */
@Entity('videos')
@Index('uq_videos_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_videos_platformId_deletedAt_createdAt_id', ['platformId', 'deletedAt', 'createdAt', 'id'])
export class Video {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** The last part of its address; unique on its platform. */
  @TextColumn(120)
  slug!: string;

  @LongTextColumn()
  description!: string;

  @TextColumn(16)
  status!: VideoStatus;

  @TextColumn(16)
  visibility!: VideoVisibility;

  @IntegerColumn()
  durationSeconds!: number;

  @TextColumn(2000, { nullable: true })
  thumbnailUrl!: string | null;

  @TimestampColumn({ nullable: true })
  publishedAt!: Date | null;

  /** When a SCHEDULED video is to appear. */
  @TimestampColumn({ nullable: true })
  scheduledAt!: Date | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Set while the video is in the trash. */
  @TimestampColumn({ nullable: true })
  deletedAt!: Date | null;

  @IntegerColumn()
  version!: number;
}

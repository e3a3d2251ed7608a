import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  WordsWrittenColumn,
  SearchTextColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { SORT_TEXT_LENGTH } from '../database/searchText';
import { SLUG_LENGTH } from '../slugs';
import { URL_LENGTH } from '../validation';
import { type Visibility } from '../visibility';

/** A video of a platform. */
@Entity('videos')
@Index('uq_videos_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_videos_platformId_deletedAt_createdAt_id', ['platformId', 'deletedAt', 'createdAt', 'id'])
@Index('ix_videos_platformId_deletedAt_publishAt_createdAt_id', [
  'platformId',
  'deletedAt',
  'publishAt',
  'createdAt',
  'id',
])
@Index('ix_videos_platformId_deletedAt_publishAt_id', ['platformId', 'deletedAt', 'publishAt', 'id'])
@Index('ix_videos_platformId_deletedAt_sortTitle_id', ['platformId', 'deletedAt', 'sortTitle', 'id'])
@Index('ix_videos_platformId_deletedAt_durationSeconds_id', [
  'platformId',
  'deletedAt',
  'durationSeconds',
  'id',
])
@Index('ix_videos_wordsWritten_platformId', ['wordsWritten', 'platformId'])
export class Video {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** The title as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  sortTitle!: string;

  /** The last part of its address; unique on its platform. A video in the trash keeps it, to come back under it. */
  @TextColumn(SLUG_LENGTH)
  slug!: string;

  @LongTextColumn()
  description!: string;

  /** Title, tags and description as they are searched: a line each. */
  @SearchTextColumn()
  searchText!: string;

  @WordsWrittenColumn()
  wordsWritten!: boolean | null;

  /**
   * From when on it is published; null for a draft. The status follows from it and the time, and is stored nowhere, so
   * that a scheduled video appears without anybody's doing (see `publication.ts`).
   */
  @TimestampColumn({ nullable: true })
  publishAt!: Date | null;

  @TextColumn(16)
  visibility!: Visibility;

  /** Null while it is not known. */
  @IntegerColumn({ nullable: true })
  durationSeconds!: number | null;

  @TextColumn(URL_LENGTH, { nullable: true })
  thumbnailUrl!: string | null;

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

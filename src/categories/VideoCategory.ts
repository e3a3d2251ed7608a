import { Entity, Index } from 'typeorm';
import { PrimaryReferenceColumn, ReferenceColumn } from '../database/columns';

/** One video's being in one category. It stays while the video is in the trash, so that the video comes back to it. */
@Entity('video_categories')
@Index('ix_video_categories_videoId_categoryId', ['videoId', 'categoryId'])
export class VideoCategory {
  /** First in the key: ids are made in the order of time, so a category's rows lie in the order of its videos' age. */
  @PrimaryReferenceColumn()
  categoryId!: string;

  @PrimaryReferenceColumn()
  videoId!: string;

  @ReferenceColumn()
  platformId!: string;
}

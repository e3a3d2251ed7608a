import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, IntegerColumn, PrimaryReferenceColumn, ReferenceColumn } from '../database/columns';
import { TAG_LENGTH } from '../tags';

/** One tag of one video. */
@Entity('video_tags')
@Index('ix_video_tags_platformId_tag_videoId', ['platformId', 'tag', 'videoId'])
export class VideoTag {
  @PrimaryReferenceColumn()
  videoId!: string;

  @PrimaryColumn({ type: 'varchar', length: TAG_LENGTH, collation: EXACT_COLLATION })
  tag!: string;

  @ReferenceColumn()
  platformId!: string;

  /** Its place among the video's tags, from 0. */
  @IntegerColumn()
  position!: number;
}

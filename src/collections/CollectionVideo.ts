import { Entity, Index } from 'typeorm';
import { IntegerColumn, PrimaryReferenceColumn, ReferenceColumn } from '../database/columns';

/**
 * One video's place in one collection. It stays while the video is in the trash, so that the video comes back to it. Rows
 * are made and moved only under the lock of the collection's row, which keeps positions apart.
 */
@Entity('collection_videos')
@Index('ix_collection_videos_collectionId_position_videoId', ['collectionId', 'position', 'videoId'])
@Index('ix_collection_videos_videoId_collectionId', ['videoId', 'collectionId'])
export class CollectionVideo {
  @PrimaryReferenceColumn()
  collectionId!: string;

  @PrimaryReferenceColumn()
  videoId!: string;

  @ReferenceColumn()
  platformId!: string;

  /** Orders the collection; no two are the same, but there are gaps. */
  @IntegerColumn()
  position!: number;
}

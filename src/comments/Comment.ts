import { Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

export type CommentStatus = 'VISIBLE' | 'HIDDEN';

export const TEXT_LENGTH = 2_000;
export const REASON_LENGTH = 500;
export const AUTHOR_LENGTH = 120;

/** What a member, or the platform itself, has written under a video. Threads are one level deep. */
@Entity('comments')
@Index('ix_comments_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_comments_platformId_status_createdAt_id', ['platformId', 'status', 'createdAt', 'id'])
@Index('ix_comments_platformId_isReply_createdAt_id', ['platformId', 'isReply', 'createdAt', 'id'])
@Index('ix_comments_platformId_videoId_createdAt_id', ['platformId', 'videoId', 'createdAt', 'id'])
@Index('ix_comments_platformId_memberId_createdAt_id', ['platformId', 'memberId', 'createdAt', 'id'])
@Index('ix_comments_videoId_parentId_id', ['videoId', 'parentId', 'id'])
@Index('ix_comments_parentId_status_id_platformId', ['parentId', 'status', 'id', 'platformId'])
export class Comment {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @ReferenceColumn()
  videoId!: string;

  /** The comment that began the thread; null when it is this one. */
  @ReferenceColumn({ nullable: true })
  parentId!: string | null;

  /** Whether it has a parent: what a list is narrowed to has an index as a value, not as the lack of none. */
  @BooleanColumn()
  isReply!: boolean;

  /** Who wrote it; null when the platform itself did. */
  @ReferenceColumn({ nullable: true })
  memberId!: string | null;

  /** The name that the platform wrote under; null for a member's, who has a name of their own. */
  @TextColumn(AUTHOR_LENGTH, { nullable: true })
  authorName!: string | null;

  @LongTextColumn()
  text!: string;

  @TextColumn(16)
  status!: CommentStatus;

  /** Set while the comment is hidden. */
  @TimestampColumn({ nullable: true })
  hiddenAt!: Date | null;

  /** Why, as far as it was told; set only while the comment is hidden. */
  @TextColumn(REASON_LENGTH, { nullable: true })
  hiddenReason!: string | null;

  @TimestampColumn()
  createdAt!: Date;

  /** When it was last hidden, shown again or replied to. */
  @TimestampColumn()
  updatedAt!: Date;

  /** Optimistic lock: counts how often it was hidden and shown. */
  @IntegerColumn()
  version!: number;
}

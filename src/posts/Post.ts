import { Entity, Index } from 'typeorm';
import {
  BodyColumn,
  BooleanColumn,
  IdColumn,
  IntegerColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { type Visibility } from '../visibility';

/** Something that the platform tells its community. */
@Entity('posts')
@Index('ix_posts_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_posts_platformId_publishAt_createdAt_id', ['platformId', 'publishAt', 'createdAt', 'id'])
@Index('ix_posts_platformId_publishAt_id', ['platformId', 'publishAt', 'id'])
@Index('ix_posts_platformId_pinned_publishAt_id', ['platformId', 'pinned', 'publishAt', 'id'])
export class Post {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** Markdown. */
  @BodyColumn()
  body!: string;

  @TextColumn(16)
  visibility!: Visibility;

  /** Whether the site shows it above the others. */
  @BooleanColumn()
  pinned!: boolean;

  /** From when on it is published; null for a draft. The status follows from it and the time. */
  @TimestampColumn({ nullable: true })
  publishAt!: Date | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}

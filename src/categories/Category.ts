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

export const NAME_LENGTH = 80;

/** What videos are about. Either a category of its own or one under another: there are these two levels. */
@Entity('categories')
@Index('uq_categories_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_categories_platformId_position_id', ['platformId', 'position', 'id'])
@Index('ix_categories_platformId_parentId_position_id', ['platformId', 'parentId', 'position', 'id'])
@Index('ix_categories_platformId_sortName_id', ['platformId', 'sortName', 'id'])
@Index('ix_categories_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
export class Category {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  /** The category that it is under, which is under none; null at the top. */
  @ReferenceColumn({ nullable: true })
  parentId!: string | null;

  @TextColumn(NAME_LENGTH)
  name!: string;

  /** The name as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  sortName!: string;

  /** The last part of its address; unique among its platform's categories, on both levels. */
  @TextColumn(SLUG_LENGTH)
  slug!: string;

  @LongTextColumn()
  description!: string;

  /** Orders it among those under the same parent; of equal ones the older comes first. */
  @IntegerColumn()
  position!: number;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Counts the edits of the category itself, not what is put into it. */
  @IntegerColumn()
  version!: number;
}

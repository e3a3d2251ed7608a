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

/** Videos in an order of their own. Which ones: {@link CollectionVideo}. */
@Entity('collections')
@Index('uq_collections_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_collections_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_collections_platformId_sortTitle_id', ['platformId', 'sortTitle', 'id'])
@Index('ix_collections_wordsWritten_platformId', ['wordsWritten', 'platformId'])
export class Collection {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** The title as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  sortTitle!: string;

  /** The last part of its address; unique among its platform's collections. */
  @TextColumn(SLUG_LENGTH)
  slug!: string;

  @LongTextColumn()
  description!: string;

  /** Title and description as they are searched: a line each. */
  @SearchTextColumn()
  searchText!: string;

  @WordsWrittenColumn()
  wordsWritten!: boolean | null;

  @TextColumn(URL_LENGTH, { nullable: true })
  coverUrl!: string | null;

  @TextColumn(16)
  visibility!: Visibility;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Counts the edits, those of its list of videos included. */
  @IntegerColumn()
  version!: number;
}

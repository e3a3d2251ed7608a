import { Entity, Index } from 'typeorm';
import {
  BodyColumn,
  IdColumn,
  IntegerColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { SORT_TEXT_LENGTH } from '../database/searchText';
import { SLUG_LENGTH } from '../slugs';

export const SEO_LENGTH = 320;

/** A page of the platform's own site: "About", "House rules". */
@Entity('pages')
@Index('uq_pages_platformId_slug', ['platformId', 'slug'], { unique: true })
@Index('ix_pages_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_pages_platformId_sortTitle_id', ['platformId', 'sortTitle', 'id'])
@Index('ix_pages_platformId_navigationPosition_id', ['platformId', 'navigationPosition', 'id'])
export class SitePage {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(200)
  title!: string;

  /** The title as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  sortTitle!: string;

  /** The last part of its address; unique among its platform's pages. */
  @TextColumn(SLUG_LENGTH)
  slug!: string;

  /** Markdown. */
  @BodyColumn()
  body!: string;

  /** What search engines show of it. */
  @TextColumn(SEO_LENGTH, { nullable: true })
  seoDescription!: string | null;

  /** Its place in the site's menu, the lowest first; null when it is not in there. */
  @IntegerColumn({ nullable: true })
  navigationPosition!: number | null;

  /** Since when it is published; null for a draft. */
  @TimestampColumn({ nullable: true })
  publishedAt!: Date | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}

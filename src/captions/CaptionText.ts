import { Entity, PrimaryColumn } from 'typeorm';
import { LongTextColumn, PrimaryReferenceColumn, ReferenceColumn } from '../database/columns';

/**
 * A piece of a track's WebVTT text. In pieces, because a text column ends at 64 kB on MySQL; in a table of its own, so
 * that lists of tracks do not drag it along.
 */
@Entity('caption_texts')
export class CaptionText {
  @PrimaryReferenceColumn()
  trackId!: string;

  /** Its place among the pieces, from 0. */
  @PrimaryColumn({ type: 'integer' })
  part!: number;

  @ReferenceColumn()
  platformId!: string;

  @LongTextColumn()
  text!: string;
}

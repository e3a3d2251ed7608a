import { Entity, Index } from 'typeorm';
import { IdColumn, IntegerColumn, ReferenceColumn, TextColumn, TimestampColumn } from '../database/columns';

/** What a picture was made for. */
export type MediaKind = 'THUMBNAIL' | 'COVER';

/** A file in the media store: what it is, who had it made, and where it lies. Its bytes are never in the database. */
@Entity('media')
@Index('ix_media_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
export class Media {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(16)
  kind!: MediaKind;

  /** As it is served, `image/png`. */
  @TextColumn(40)
  contentType!: string;

  @IntegerColumn()
  bytes!: number;

  /** In pixels, like the height; null when the file does not tell. */
  @IntegerColumn({ nullable: true })
  width!: number | null;

  @IntegerColumn({ nullable: true })
  height!: number | null;

  /** Its path below the store's root, `<platformId>/<id>.png`. */
  @TextColumn(200)
  storageKey!: string;

  /** The caller: `key:<public id>` or `admin:<id>`. */
  @TextColumn(120)
  createdBy!: string;

  @TimestampColumn()
  createdAt!: Date;
}

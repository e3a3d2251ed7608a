import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  LongTextColumn,
  ReferenceColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';

/** A preset of a platform's own: a template for the scopes of keys to come. */
@Entity('presets')
@Index('uq_presets_platformId_name', ['platformId', 'name'], { unique: true })
export class Preset {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(80)
  name!: string;

  @TextColumn(500)
  description!: string;

  /** Ids with a space in between: they are read and replaced as a whole, with the row and its version. */
  @LongTextColumn()
  scopes!: string;

  @TimestampColumn()
  createdAt!: Date;

  @IntegerColumn()
  version!: number;
}

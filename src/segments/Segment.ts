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

export const SEGMENT_NAME_LENGTH = 120;

/** Members who have something in common, told by a filter: who they are is found anew each time. */
@Entity('segments')
@Index('ix_segments_platformId_createdAt_id', ['platformId', 'createdAt', 'id'])
@Index('ix_segments_platformId_nameKey_id', ['platformId', 'nameKey', 'id'])
export class Segment {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  @TextColumn(SEGMENT_NAME_LENGTH)
  name!: string;

  /** The name as lists are ordered by it. */
  @TextColumn(SORT_TEXT_LENGTH)
  nameKey!: string;

  @LongTextColumn()
  description!: string;

  /** JSON that `writeSegmentFilter` made. */
  @LongTextColumn()
  filter!: string;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @IntegerColumn()
  version!: number;
}

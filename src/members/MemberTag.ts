import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, ReferenceColumn, TimestampColumn } from '../database/columns';
import { TAG_LENGTH } from '../tags';

/** One tag of one member. */
@Entity('member_tags')
@Index('ix_member_tags_platformId_tag_joinedAt_memberId', ['platformId', 'tag', 'joinedAt', 'memberId'])
export class MemberTag {
  @PrimaryColumn({ type: 'varchar', length: 36, collation: EXACT_COLLATION })
  memberId!: string;

  @PrimaryColumn({ type: 'varchar', length: TAG_LENGTH, collation: EXACT_COLLATION })
  tag!: string;

  @ReferenceColumn()
  platformId!: string;

  /** When the member joined: the members of a tag are read in this order. */
  @TimestampColumn()
  joinedAt!: Date;
}

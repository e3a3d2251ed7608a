import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION, ReferenceColumn } from '../database/columns';
import { TAG_LENGTH } from '../tags';

/** One tag of one member. */
@Entity('member_tags')
@Index('ix_member_tags_platformId_tag_memberId', ['platformId', 'tag', 'memberId'])
export class MemberTag {
  @PrimaryColumn({ type: 'varchar', length: 36, collation: EXACT_COLLATION })
  memberId!: string;

  @PrimaryColumn({ type: 'varchar', length: TAG_LENGTH, collation: EXACT_COLLATION })
  tag!: string;

  @ReferenceColumn()
  platformId!: string;
}

import { Entity, Index } from 'typeorm';
import {
  IdColumn,
  IntegerColumn,
  ReferenceColumn,
  WordsWrittenColumn,
  SearchTextColumn,
  TextColumn,
  TimestampColumn,
} from '../database/columns';
import { SORT_TEXT_LENGTH } from '../database/searchText';
import { EMAIL_LENGTH } from '../emailAddress';

export type MemberStatus = 'ACTIVE' | 'SUSPENDED';

export const NAME_LENGTH = 120;
export const REASON_LENGTH = 500;

/** Someone who has joined a platform. */
@Entity('members')
@Index('uq_members_platformId_emailKey', ['platformId', 'emailKey'], { unique: true })
@Index('ix_members_platformId_joinedAt_id', ['platformId', 'joinedAt', 'id'])
@Index('ix_members_platformId_status_joinedAt_id', ['platformId', 'status', 'joinedAt', 'id'])
@Index('ix_members_platformId_lastSeenAt_joinedAt_id', ['platformId', 'lastSeenAt', 'joinedAt', 'id'])
@Index('ix_members_platformId_lastSeenAt_id', ['platformId', 'lastSeenAt', 'id'])
@Index('ix_members_platformId_nameKey_id', ['platformId', 'nameKey', 'id'])
// The unique index alone would not do: MySQL sorts the whole platform for an order by emailKey and id.
@Index('ix_members_platformId_emailKey_id', ['platformId', 'emailKey', 'id'])
@Index('ix_members_wordsWritten_platformId', ['wordsWritten', 'platformId'])
export class Member {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  platformId!: string;

  /** As the member writes it. */
  @TextColumn(EMAIL_LENGTH)
  email!: string;

  /** The e-mail in lower case: unique on the platform, and what it is found and ordered by. */
  @TextColumn(EMAIL_LENGTH)
  emailKey!: string;

  @TextColumn(NAME_LENGTH)
  name!: string;

  /** The name as it is ordered by: without case and accents, the same on every engine. */
  @TextColumn(SORT_TEXT_LENGTH)
  nameKey!: string;

  @TextColumn(16)
  status!: MemberStatus;

  @TimestampColumn()
  joinedAt!: Date;

  /** Null when the member was never seen. */
  @TimestampColumn({ nullable: true })
  lastSeenAt!: Date | null;

  /** Set while the member is suspended. */
  @TimestampColumn({ nullable: true })
  suspendedAt!: Date | null;

  /** Why, as far as it was told; set only while the member is suspended. */
  @TextColumn(REASON_LENGTH, { nullable: true })
  suspensionReason!: string | null;

  /** Since when the member wants no e-mail; null when they may get it. */
  @TimestampColumn({ nullable: true })
  unsubscribedAt!: Date | null;

  /** Name and e-mail, as they are searched: a line each. */
  @SearchTextColumn()
  searchText!: string;

  @WordsWrittenColumn()
  wordsWritten!: boolean | null;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  /** Optimistic lock: counts the edits. */
  @IntegerColumn()
  version!: number;
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { addFilledColumn, addIndex, boolean, removeIndex, timestamp } from '../src/database/tables';

/** What lists are narrowed to, followed by what they are then ordered by. */
const INDICES: readonly [table: string, columns: string[]][] = [
  ['videos', ['platformId', 'deletedAt', 'publishAt', 'createdAt', 'id']],
  ['posts', ['platformId', 'publishAt', 'createdAt', 'id']],
  ['members', ['platformId', 'lastSeenAt', 'joinedAt', 'id']],
  ['member_tags', ['platformId', 'tag', 'joinedAt', 'memberId']],
  ['comments', ['platformId', 'isReply', 'createdAt', 'id']],
  ['coupons', ['platformId', 'active', 'createdAt', 'id']],
  ['subscriptions', ['platformId', 'cancelAtPeriodEnd', 'createdAt', 'id']],
  ['subscriptions', ['platformId', 'startedAt', 'id']],
  ['subscriptions', ['platformId', 'endedAt', 'id']],
  ['payments', ['platformId', 'isRefunded', 'createdAt', 'id']],
  ['access_grants', ['platformId', 'revokedAt', 'id']],
  ['live_events', ['platformId', 'canceledAt', 'id']],
  ['api_keys', ['platformId', 'expiresAt', 'id']],
  ['api_keys', ['platformId', 'revokedAt', 'id']],
];
const MEMBERS_OF_TAG = ['platformId', 'tag', 'memberId'];

/** No filter of a list looks through a whole platform for what few rows have. */
export class ListFilters1763900034000 implements MigrationInterface {
  name = 'ListFilters1763900034000';

  async up(runner: QueryRunner): Promise<void> {
    await addFilledColumn(runner, 'comments', { name: 'isReply', ...boolean }, 'parentId IS NOT NULL');
    await addFilledColumn(runner, 'payments', { name: 'isRefunded', ...boolean }, 'refundedAmount > 0');
    const joinedAt = 'SELECT member.joinedAt FROM members member WHERE member.id = member_tags.memberId';
    // A tag of nobody is seen by nobody.
    const joinedOnce = `COALESCE((${joinedAt}), '1970-01-01 00:00:00.000')`;
    await addFilledColumn(runner, 'member_tags', { name: 'joinedAt', ...timestamp }, joinedOnce);
    for (const [table, columns] of INDICES) await addIndex(runner, table, columns);
    await removeIndex(runner, 'member_tags', MEMBERS_OF_TAG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'member_tags', MEMBERS_OF_TAG);
    for (const [table, columns] of INDICES) await removeIndex(runner, table, columns);
    await runner.dropColumn('member_tags', 'joinedAt');
    await runner.dropColumn('payments', 'isRefunded');
    await runner.dropColumn('comments', 'isReply');
  }
}

import {
  type MigrationInterface,
  type QueryRunner,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';
import { boolean, indexName, timestamp } from '../src/database/tables';

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
    await addFilled(runner, 'comments', { name: 'isReply', ...boolean }, 'parentId IS NOT NULL');
    await addFilled(runner, 'payments', { name: 'isRefunded', ...boolean }, 'refundedAmount > 0');
    const joinedAt = 'SELECT member.joinedAt FROM members member WHERE member.id = member_tags.memberId';
    await addFilled(runner, 'member_tags', { name: 'joinedAt', ...timestamp }, `(${joinedAt})`);
    for (const [table, columnNames] of INDICES) {
      await runner.createIndex(table, new TableIndex({ name: indexName(table, columnNames), columnNames }));
    }
    await runner.dropIndex('member_tags', indexName('member_tags', MEMBERS_OF_TAG));
  }

  async down(runner: QueryRunner): Promise<void> {
    const name = indexName('member_tags', MEMBERS_OF_TAG);
    await runner.createIndex('member_tags', new TableIndex({ name, columnNames: MEMBERS_OF_TAG }));
    for (const [table, columnNames] of INDICES) await runner.dropIndex(table, indexName(table, columnNames));
    await runner.dropColumn('member_tags', 'joinedAt');
    await runner.dropColumn('payments', 'isRefunded');
    await runner.dropColumn('comments', 'isReply');
  }
}

/** Adds a column that must have a value, and gives it one in every row. */
async function addFilled(
  runner: QueryRunner,
  table: string,
  options: TableColumnOptions,
  value: string,
): Promise<void> {
  const empty = new TableColumn({ ...options, isNullable: true });
  await runner.addColumn(table, empty);
  await runner.query(`UPDATE ${table} SET ${options.name} = ${value}`);
  await runner.changeColumn(table, empty, new TableColumn(options));
}

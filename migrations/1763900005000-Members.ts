import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createTable,
  id,
  integer,
  longText,
  nullable,
  primary,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** Members and their tags. */
export class Members1763900005000 implements MigrationInterface {
  name = 'Members1763900005000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'members',
      columns: {
        id,
        platformId: reference,
        email: text(254),
        emailKey: text(254),
        name: text(120),
        nameKey: text(100),
        status: text(16),
        joinedAt: timestamp,
        lastSeenAt: nullable(timestamp),
        suspendedAt: nullable(timestamp),
        suspensionReason: nullable(text(500)),
        searchText: longText,
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'emailKey'], unique: true },
        { columns: ['platformId', 'joinedAt', 'id'] },
        { columns: ['platformId', 'status', 'joinedAt', 'id'] },
        { columns: ['platformId', 'lastSeenAt', 'id'] },
        { columns: ['platformId', 'nameKey', 'id'] },
        { columns: ['platformId', 'emailKey', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'member_tags',
      columns: { memberId: primary(reference), tag: primary(text(40)), platformId: reference },
      indices: [{ columns: ['platformId', 'tag', 'memberId'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('member_tags');
    await runner.dropTable('members');
  }
}

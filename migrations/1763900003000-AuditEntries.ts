import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, longText, nullable, reference, text, timestamp } from '../src/database/tables';

/** The record of what admins did. */
export class AuditEntries1763900003000 implements MigrationInterface {
  name = 'AuditEntries1763900003000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'audit_entries',
      columns: {
        id,
        platformId: nullable(reference),
        action: text(40),
        adminId: nullable(reference),
        adminName: nullable(text(254)),
        targetId: nullable(text(254)),
        targetName: nullable(text(254)),
        before: nullable(longText),
        after: nullable(longText),
        requestId: text(64),
        createdAt: timestamp,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'action', 'createdAt', 'id'] },
        { columns: ['platformId', 'targetId', 'createdAt', 'id'] },
        { columns: ['platformId', 'adminId', 'createdAt', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('audit_entries');
  }
}

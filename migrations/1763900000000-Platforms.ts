import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, nullable, reference, text, timestamp } from '../src/database/tables';

/** Platforms, their admins and the admins' sessions. */
export class Platforms1763900000000 implements MigrationInterface {
  name = 'Platforms1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'platforms',
      columns: { id, name: text(80), timeZone: text(64), createdAt: timestamp },
    });
    await createTable(runner, {
      name: 'admins',
      columns: {
        id,
        platformId: reference,
        email: text(254),
        name: text(80),
        passwordHash: text(60),
        createdAt: timestamp,
        lastSignedInAt: nullable(timestamp),
      },
      indices: [{ columns: ['email'], unique: true }, { columns: ['platformId'] }],
    });
    await createTable(runner, {
      name: 'admin_sessions',
      columns: { id, adminId: reference, tokenHash: text(64), createdAt: timestamp, expiresAt: timestamp },
      indices: [{ columns: ['tokenHash'], unique: true }, { columns: ['adminId'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('admin_sessions');
    await runner.dropTable('admins');
    await runner.dropTable('platforms');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Members who want no e-mail. */
export class MemberUnsubscriptions1763900024000 implements MigrationInterface {
  name = 'MemberUnsubscriptions1763900024000';

  /** In SQL that every engine takes: TypeORM would copy the whole table on SQLite. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE members ADD COLUMN unsubscribedAt datetime(3) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE members DROP COLUMN unsubscribedAt');
  }
}

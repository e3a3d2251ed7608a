import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, integer, primary, text, timestamp } from '../src/database/tables';

/** What each platform has used of each guardrail. */
export class GuardrailCounters1763900004000 implements MigrationInterface {
  name = 'GuardrailCounters1763900004000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'guardrail_counters',
      columns: {
        platformId: primary(text(36)),
        tool: primary(text(80)),
        unit: primary(text(40)),
        span: primary(text(8)),
        windowStart: timestamp,
        used: integer,
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('guardrail_counters');
  }
}

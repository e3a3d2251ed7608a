import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, integer, primary, text, timestamp } from '../src/database/tables';

/** The guardrails that platforms have lowered. */
export class GuardrailLimits1763900027000 implements MigrationInterface {
  name = 'GuardrailLimits1763900027000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'guardrail_limits',
      columns: {
        platformId: primary(text(36)),
        tool: primary(text(80)),
        unit: primary(text(40)),
        span: primary(text(8)),
        loweredTo: integer,
        updatedAt: timestamp,
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('guardrail_limits');
  }
}

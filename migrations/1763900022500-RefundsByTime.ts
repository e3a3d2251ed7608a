import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { indexName } from '../src/database/tables';

const columnNames = ['platformId', 'createdAt'];
const name = indexName('refunds', columnNames);

/** Reports of revenue read a platform's refunds by when they were made. */
export class RefundsByTime1763900022500 implements MigrationInterface {
  name = 'RefundsByTime1763900022500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('refunds', new TableIndex({ name, columnNames }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('refunds', name);
  }
}

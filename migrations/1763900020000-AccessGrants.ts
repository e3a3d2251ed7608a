import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable, id, integer, nullable, reference, text, timestamp } from '../src/database/tables';

/** Free access of members to a collection or to everything. */
export class AccessGrants1763900020000 implements MigrationInterface {
  name = 'AccessGrants1763900020000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'access_grants',
      columns: {
        id,
        platformId: reference,
        memberId: reference,
        collectionId: nullable(reference),
        until: nullable(timestamp),
        reason: nullable(text(500)),
        grantedBy: text(120),
        createdAt: timestamp,
        revokedAt: nullable(timestamp),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'until', 'id'] },
        { columns: ['memberId', 'createdAt', 'id'] },
        { columns: ['collectionId', 'createdAt', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('access_grants');
  }
}

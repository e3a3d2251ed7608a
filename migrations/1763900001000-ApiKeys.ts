import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  boolean,
  createTable,
  integer,
  nullable,
  primary,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** API keys and the scopes that each holds. */
export class ApiKeys1763900001000 implements MigrationInterface {
  name = 'ApiKeys1763900001000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'api_keys',
      columns: {
        id: primary(text(12)),
        platformId: reference,
        name: text(80),
        liveName: nullable(text(80)),
        secretHash: text(60),
        secretTag: text(8),
        lastFour: text(4),
        previousSecretHash: nullable(text(60)),
        previousSecretTag: nullable(text(8)),
        previousExpiresAt: nullable(timestamp),
        grantAll: boolean,
        expiresAt: nullable(timestamp),
        presetName: nullable(text(80)),
        createdById: reference,
        createdByName: text(80),
        createdAt: timestamp,
        lastUsedAt: nullable(timestamp),
        revokedAt: nullable(timestamp),
        revokedReason: nullable(text(200)),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'name', 'id'] },
        { columns: ['platformId', 'liveName'], unique: true },
      ],
    });
    await createTable(runner, {
      name: 'api_key_scopes',
      columns: { apiKeyId: primary(text(12)), scope: primary(text(64)), lastUsedAt: nullable(timestamp) },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('api_key_scopes');
    await runner.dropTable('api_keys');
  }
}

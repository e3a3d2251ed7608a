import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  body,
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

/** The pages of platforms' sites, and how the sites look. */
export class Site1763900011000 implements MigrationInterface {
  name = 'Site1763900011000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'pages',
      columns: {
        id,
        platformId: reference,
        title: text(200),
        sortTitle: text(100),
        slug: text(120),
        body,
        seoDescription: nullable(text(320)),
        navigationPosition: nullable(integer),
        publishedAt: nullable(timestamp),
        createdAt: timestamp,
        updatedAt: timestamp,
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'slug'], unique: true },
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'sortTitle', 'id'] },
        { columns: ['platformId', 'navigationPosition', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'branding',
      columns: {
        platformId: primary(reference),
        logoUrl: nullable(text(2000)),
        faviconUrl: nullable(text(2000)),
        primaryColor: text(7),
        accentColor: text(7),
        fontFamily: text(32),
        tagline: nullable(text(160)),
        socialLinks: longText,
        updatedAt: timestamp,
        version: integer,
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('branding');
    await runner.dropTable('pages');
  }
}

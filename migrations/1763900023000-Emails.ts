import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createTable,
  id,
  integer,
  longText,
  nullable,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

/** E-mails to members, and the outbox that they are delivered from. */
export class Emails1763900023000 implements MigrationInterface {
  name = 'Emails1763900023000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'emails',
      columns: {
        id,
        platformId: reference,
        subject: text(200),
        body: longText,
        status: text(16),
        segmentId: nullable(reference),
        recipientCount: integer,
        sentCount: integer,
        failedCount: integer,
        createdAt: timestamp,
        updatedAt: timestamp,
        queuedAt: nullable(timestamp),
        sentAt: nullable(timestamp),
        version: integer,
      },
      indices: [
        { columns: ['platformId', 'createdAt', 'id'] },
        { columns: ['platformId', 'updatedAt', 'id'] },
        { columns: ['platformId', 'queuedAt', 'id'] },
        { columns: ['platformId', 'status', 'createdAt', 'id'] },
        { columns: ['status', 'id'] },
      ],
    });
    await createTable(runner, {
      name: 'email_recipients',
      columns: {
        id,
        platformId: reference,
        emailId: reference,
        memberId: nullable(reference),
        address: nullable(text(254)),
        status: text(16),
        attempts: integer,
        dueAt: nullable(timestamp),
        leaseToken: nullable(reference),
        lastError: nullable(text(500)),
        finishedAt: nullable(timestamp),
        unsubscribeSecret: text(32),
      },
      indices: [
        { columns: ['emailId', 'id'] },
        { columns: ['emailId', 'status', 'id'] },
        { columns: ['dueAt', 'id'] },
        { columns: ['platformId', 'memberId', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('email_recipients');
    await runner.dropTable('emails');
  }
}

import { type EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { RowQuery } from '../database/RowQuery';
import { Email } from './Email';
import { EmailRecipient, FAILURE_LENGTH } from './EmailRecipient';

/** How long a worker's claim holds when nothing more is heard of it. */
const LEASE_MS = 15_000;
/** A claim is renewed this often while its worker lives. */
export const RENEWAL_MS = 5_000;
const BATCH = 100;
/** All that is told of the message of somebody who is no member any more. */
export const MEMBER_REMOVED = 'The member was removed.';

/** Recipients that one worker has claimed: nobody else touches them while the lease lasts. */
export interface Batch {
  readonly token: string;
  readonly recipients: readonly EmailRecipient[];
}

/** What came of one recipient's message. `dueAt` is when it is tried again. */
export type Outcome =
  | { readonly status: 'SENT' }
  | { readonly status: 'FAILED'; readonly error: string }
  | { readonly status: 'QUEUED'; readonly error: string; readonly dueAt: Date };

/** What to write down at once: whose message is handed over next, and what came of others. */
export interface Marks {
  readonly starts: readonly EmailRecipient[];
  readonly finishes: readonly { readonly recipient: EmailRecipient; readonly outcome: Outcome }[];
}

/**
 * The recipients who still have to get their message, as rows that any number of workers share. A row is claimed by a
 * lease, which ends by itself when its worker is gone: `dueAt` is the one time from which on a row may be claimed, be it
 * that it waits for its turn or that its lease is over. No row is locked while a message is on its way.
 */
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims the recipients that have waited longest; none when nobody has to get anything now. Those that a worker was
   * sending to when it went are among them once its lease is over.
   */
  async claim(): Promise<Batch> {
    const now = this.clock();
    const token = newId(now);
    for (;;) {
      const ids = await this.dueIds(now);
      if (ids.length === 0) return { token, recipients: [] };
      const recipients = await this.database.transaction(async (manager) => {
        // Where other workers want the same rows, each row is the first one's: the condition is judged under its lock.
        await manager.update(
          EmailRecipient,
          { id: In(ids), dueAt: LessThanOrEqual(now) },
          { status: 'QUEUED', leaseToken: token, dueAt: this.leaseEnd() },
        );
        return recipientsOf(manager, ids, token);
      });
      if (recipients.length > 0) return { token, recipients };
    }
  }

  /** Keeps a batch from others for another while; those of it that are done stay done. */
  async renew({ token, recipients }: Batch): Promise<void> {
    const ids = recipients.map(({ id }) => id);
    await this.database.transaction((manager) =>
      manager.update(
        EmailRecipient,
        { id: In(ids), leaseToken: token, dueAt: Not(IsNull()) },
        { dueAt: this.leaseEnd() },
      ),
    );
  }

  /** Gives back what of a batch has not been begun. */
  async release({ token, recipients }: Batch): Promise<void> {
    const ids = recipients.map(({ id }) => id);
    await this.database.transaction((manager) =>
      manager.update(
        EmailRecipient,
        { id: In(ids), leaseToken: token, status: 'QUEUED' },
        { leaseToken: null, dueAt: this.clock() },
      ),
    );
  }

  /**
   * Writes down marks of a batch: all of them, or none and rejects. Doing it again does no harm.
   * @returns the ids of the `starts` that are still this batch's and whose members were not removed since they were
   *   claimed: these may be handed over
   */
  async mark(token: string, { starts, finishes }: Marks): Promise<ReadonlySet<string>> {
    return this.database.transaction(async (manager) => {
      await this.finish(manager, token, finishes);
      if (starts.length === 0) return new Set<string>();
      const ids = starts.map(({ id }) => id);
      const { affected } = await manager.update(
        EmailRecipient,
        { id: In(ids), leaseToken: token, status: 'QUEUED', memberId: Not(IsNull()) },
        { status: 'SENDING', attempts: () => 'attempts + 1', dueAt: this.leaseEnd() },
      );
      if (affected === ids.length) return new Set(ids);
      const ours = await recipientsOf(manager, ids, token);
      return new Set(ours.filter(({ status }) => status === 'SENDING').map(({ id }) => id));
    });
  }

  /** Closes the e-mails of which every recipient has come to an end. */
  async closeEmails(): Promise<void> {
    const done = await this.database
      .rows(Email, 'email')
      .where("email.status = 'SENDING'")
      .where(
        `NOT EXISTS (SELECT 1 FROM email_recipients pending
          WHERE pending.emailId = email.id AND pending.status IN ('QUEUED', 'SENDING'))`,
      )
      .raw<{ id: string }>('SELECT email.id AS id{rows}');
    for (const { id } of done) {
      const { sent = 0, failed = 0 } = (await countByStatus(this.database.reads, [id])).get(id) ?? {};
      await this.database.transaction((manager) =>
        manager.update(
          Email,
          { id, status: 'SENDING' },
          { status: 'SENT', sentAt: this.clock(), sentCount: sent, failedCount: failed },
        ),
      );
    }
  }

  /** One read of one index, which is all that a worker does while there is nothing to do. */
  private async dueIds(now: Date): Promise<string[]> {
    const rows = await this.database
      .rows(EmailRecipient, 'recipient')
      .where('recipient.dueAt <= :now', { now })
      .orderBy('recipient.dueAt')
      .orderBy('recipient.id')
      .raw<{ id: string }>(`SELECT recipient.id AS id{rows} LIMIT ${BATCH}`);
    return rows.map(({ id }) => id);
  }

  private async finish(manager: EntityManager, token: string, finishes: Marks['finishes']): Promise<void> {
    const finishedAt = this.clock();
    const open = { leaseToken: token, status: In(['QUEUED', 'SENDING']) };
    const sent = finishes.filter(({ outcome }) => outcome.status === 'SENT');
    if (sent.length > 0) {
      await manager.update(
        EmailRecipient,
        { ...open, id: In(sent.map(({ recipient }) => recipient.id)) },
        { status: 'SENT', leaseToken: null, dueAt: null, lastError: null, finishedAt },
      );
    }
    for (const { recipient, outcome } of finishes) {
      if (outcome.status === 'SENT') continue;
      const lastError = [...outcome.error].slice(0, FAILURE_LENGTH).join('');
      const key = { ...open, id: recipient.id };
      const state =
        outcome.status === 'FAILED'
          ? ({ status: 'FAILED', leaseToken: null, dueAt: null, finishedAt } as const)
          : ({ status: 'QUEUED', leaseToken: null, dueAt: outcome.dueAt } as const);
      const { affected } = await manager.update(
        EmailRecipient,
        { ...key, memberId: Not(IsNull()) },
        { ...state, lastError },
      );
      if (affected === 1) continue;
      // Mail servers repeat the address that they refuse: a member who was removed meanwhile stays forgotten.
      const removed = { ...key, memberId: IsNull() };
      await manager.update(EmailRecipient, removed, { ...state, lastError: MEMBER_REMOVED });
    }
  }

  private leaseEnd(): Date {
    return new Date(this.clock().getTime() + LEASE_MS);
  }
}

/** Those of `ids` that the lease holds. */
function recipientsOf(
  manager: EntityManager,
  ids: readonly string[],
  token: string,
): Promise<readonly EmailRecipient[]> {
  return new RowQuery(manager, EmailRecipient, 'recipient')
    .where('recipient.id IN (:...ids)', { ids })
    .where('recipient.leaseToken = :token', { token })
    .orderBy('recipient.id')
    .all();
}

/** How many of an e-mail's recipients are where. */
export interface DeliveryCounts {
  /** Those who have no final state yet. */
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
}

/** The counts of those of `emailIds` that have recipients. One statement over one index. */
export async function countByStatus(
  manager: EntityManager,
  emailIds: readonly string[],
): Promise<Map<string, DeliveryCounts>> {
  const rows = await new RowQuery(manager, EmailRecipient, 'recipient')
    .where('recipient.emailId IN (:...emailIds)', { emailIds })
    .raw<{ id: string; status: string; count: number | string }>(
      `SELECT recipient.emailId AS id, recipient.status AS status, COUNT(*) AS count{rows}
       GROUP BY recipient.emailId, recipient.status`,
    );
  const counts = new Map<string, DeliveryCounts>();
  for (const { id, status, count } of rows) {
    const before = counts.get(id) ?? { queued: 0, sent: 0, failed: 0 };
    const key = status === 'SENT' ? 'sent' : status === 'FAILED' ? 'failed' : 'queued';
    counts.set(id, { ...before, [key]: before[key] + Number(count) });
  }
  return counts;
}

import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, isId, newId } from '../database/ids';
import { lockVersioned, type VersionedKey } from '../database/optimisticLock';
import { type Direction, type Page, type PageRequest, readPage } from '../database/paging';
import { whereWithin } from '../database/timeRange';
import { ConflictError, NotFoundError } from '../errors';
import { type TimeRange } from '../validation';
import { Email, type EmailStatus } from './Email';
import { type EmailDraftEdit, type NewEmailDraft, requireDraftEdit, requireNewDraft } from './emailInput';

export interface EmailFilter {
  status?: EmailStatus | null;
  created?: TimeRange | null;
}

export type EmailSortField = 'CREATED_AT' | 'UPDATED_AT' | 'QUEUED_AT';

/** What a caller asks of the list of e-mails. */
export interface EmailListRequest extends PageRequest {
  filter?: EmailFilter | null;
  sort?: { field: EmailSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<EmailSortField, keyof Email> = {
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
  QUEUED_AT: 'queuedAt',
};

/** The e-mails of the caller's platform: what they say. Who gets them is {@link EmailSending}'s. */
export class EmailService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One e-mail; null when the platform has no such e-mail. */
  async find({ platformId }: Principal, id: string): Promise<Email | null> {
    if (!isId(id)) return null;
    return this.database
      .rows(Email, 'email')
      .where('email.platformId = :platformId AND email.id = :id', { platformId, id })
      .first();
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: EmailListRequest): Promise<Page<Email>> {
    const query = this.database.rows(Email, 'email').where('email.platformId = :platformId', { platformId });
    const { status, created } = request.filter ?? {};
    if (status != null) query.where('email.status = :status', { status });
    if (created != null) whereWithin(query, 'email.createdAt', 'filter.created', created);
    const { field = 'CREATED_AT', direction = 'DESC' } = request.sort ?? {};
    return readPage(query, { property: ORDER_PROPERTIES[field], direction }, request);
  }

  /** @throws BadUserInputError */
  async draft({ platformId }: Principal, input: NewEmailDraft): Promise<Email> {
    const content = requireNewDraft(input);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const email = manager.create(Email, {
        ...content,
        id: newId(now),
        platformId,
        status: 'DRAFT',
        segmentId: null,
        recipientCount: 0,
        sentCount: 0,
        failedCount: 0,
        createdAt: now,
        updatedAt: now,
        queuedAt: null,
        sentAt: null,
        version: 1,
      });
      await manager.insert(Email, email);
      return email;
    });
  }

  /**
   * Changes what the edit gives.
   * @throws NotFoundError
   * @throws BadUserInputError
   * @throws ConflictError when the e-mail was edited since, or is no draft any more
   */
  async update({ platformId }: Principal, input: EmailDraftEdit): Promise<Email> {
    const { id, version } = input;
    assertId('Email', id);
    const changes = requireDraftEdit(input);
    return this.database.transaction(async (manager) => {
      await this.lockDraft(manager, { id, platformId, version });
      await manager.update(Email, { id, platformId }, changes);
      return manager.findOneByOrFail(Email, { id, platformId });
    });
  }

  /**
   * Deletes a draft for good. What was sent stays on record.
   * @throws NotFoundError
   * @throws ConflictError when it is no draft any more
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Email', id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(Email, { id, platformId, status: 'DRAFT' });
      if (affected === 1) return;
      const email = await manager.findOneBy(Email, { id, platformId });
      if (email === null) throw new NotFoundError('Email', id);
      throw noDraft(email);
    });
  }

  /**
   * Locks a draft, and counts that as an edit of it.
   * @throws NotFoundError
   * @throws ConflictError when it was edited since, or is no draft any more
   */
  async lockDraft(manager: EntityManager, key: VersionedKey): Promise<Email> {
    const email = await lockVersioned(manager, Email, 'Email', key, { updatedAt: this.clock() });
    if (email.status !== 'DRAFT') throw noDraft(email);
    return email;
  }
}

function noDraft({ status }: Email): ConflictError {
  return new ConflictError(`Email is ${status} already: only a draft can be changed, deleted or sent.`, {
    field: 'status',
    current: status,
  });
}

import { type EntityManager, type EntityTarget, type FindOptionsWhere } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { Collection } from '../collections/Collection';
import { type Database } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { readNestedPages } from '../database/nestedPages';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Direction, type ListOrder, type Page, type PageRequest, readPage } from '../database/paging';
import { whereWithin } from '../database/timeRange';
import { whereReference } from '../database/whereReference';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { Member } from '../members/Member';
import { requireText, type TimeRange } from '../validation';
import { AccessGrant, GRANT_REASON_LENGTH, GRANTED_BY_LENGTH } from './AccessGrant';
import { type AccessGrantStatus, type AccessGrantView, viewAt, whereStatus } from './grantStatus';

/** Which grants: those for which everything that is given is true. */
export interface AccessGrantFilter {
  memberId?: string | null;
  collectionId?: string | null;
  everything?: boolean | null;
  status?: AccessGrantStatus | null;
  created?: TimeRange | null;
  until?: TimeRange | null;
}

export type AccessGrantSortField = 'CREATED_AT' | 'UNTIL' | 'REVOKED_AT';

/** What a caller asks of the list of grants. */
export interface AccessGrantListRequest extends PageRequest {
  filter?: AccessGrantFilter | null;
  sort?: { field: AccessGrantSortField; direction?: Direction } | null;
}

/** Free access to be given: to a collection or to everything. */
export interface NewAccessGrant {
  memberId: string;
  collectionId?: string | null;
  everything?: boolean | null;
  until?: Date | null;
  reason?: string | null;
}

const ORDER_PROPERTIES: Record<AccessGrantSortField, keyof AccessGrant> = {
  CREATED_AT: 'createdAt',
  UNTIL: 'until',
  REVOKED_AT: 'revokedAt',
};

/** Free access to the caller's platform: who has it, to what, since when and until when. */
export class AccessService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
  ) {}

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: AccessGrantListRequest): Promise<Page<AccessGrantView>> {
    const now = this.clock();
    const { memberId, collectionId, everything, status, created, until } = request.filter ?? {};
    const query = this.database.rows(AccessGrant, 'granted');
    const isNarrow = memberId != null || collectionId != null;
    query.where(isNarrow ? owned('granted') : 'granted.platformId = :platformId', { platformId });
    if (memberId != null) whereReference(query, 'granted.memberId', memberId);
    if (collectionId != null) whereReference(query, 'granted.collectionId', collectionId);
    if (everything != null) query.where(`granted.collectionId IS ${everything ? 'NULL' : 'NOT NULL'}`);
    if (status != null) whereStatus(query, status, now);
    if (created != null) whereWithin(query, 'granted.createdAt', 'filter.created', created);
    if (until != null) whereWithin(query, 'granted.until', 'filter.until', until);
    const page = await readPage(query, grantOrder(request), request);
    return page.map((grant) => viewAt(grant, now));
  }

  /**
   * The same page of each member's grants, the newest first. One statement.
   * @param status null for all of them
   * @throws BadUserInputError for a page that can't be
   */
  async pagesOfMembers(
    { platformId }: Principal,
    memberIds: readonly string[],
    status: AccessGrantStatus | null,
    request: PageRequest,
  ): Promise<Map<string, Page<AccessGrantView>>> {
    const now = this.clock();
    const query = this.database
      .rows(AccessGrant, 'granted')
      .where(owned('granted'), { platformId })
      .where('granted.memberId IN (:...memberIds)', { memberIds });
    if (status !== null) whereStatus(query, status, now);
    // Ids are made in the order of time.
    const columns = { parent: 'granted.memberId', child: 'granted.id', direction: 'DESC' as const };
    const pages = await readNestedPages(query, columns, AccessGrant, request);
    return new Map([...pages].map(([id, page]) => [id, page.map((grant) => viewAt(grant, now))]));
  }

  /**
   * Gives a member free access from now on, beside what they have. Counts as one of grantAccess's `grants`.
   * @throws BadUserInputError
   * @throws NotFoundError when the platform has no such member or collection
   * @throws GuardrailExceededError
   */
  async grant(principal: Principal, input: NewAccessGrant): Promise<AccessGrantView> {
    const now = this.clock();
    const { memberId, collectionId, until, reason } = requireNewGrant(input, now);
    const { platformId, name } = principal;
    return this.guardrails.transaction(principal, 'grantAccess', async (manager) => {
      await this.guardrails.consume(manager, principal, 'grantAccess', { grants: 1 });
      await this.hold(manager, Member, 'Member', { id: memberId, platformId });
      if (collectionId !== null) {
        await this.hold(manager, Collection, 'Collection', { id: collectionId, platformId });
      }
      const grant = manager.create(AccessGrant, {
        id: newId(now),
        platformId,
        memberId,
        collectionId,
        until,
        reason,
        grantedBy: [...name].slice(0, GRANTED_BY_LENGTH).join(''),
        createdAt: now,
        revokedAt: null,
        version: 1,
      });
      await manager.insert(AccessGrant, grant);
      return viewAt(grant, now);
    });
  }

  /**
   * Ends a grant now.
   * @throws NotFoundError
   * @throws ConflictError when it is another version, revoked already or expired
   */
  async revoke(
    { platformId }: Principal,
    { id, version }: { id: string; version: number },
  ): Promise<AccessGrantView> {
    assertId('AccessGrant', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const grant = await lockVersioned(manager, AccessGrant, 'AccessGrant', key, {});
      const { status } = viewAt(grant, now);
      if (status !== 'ACTIVE') {
        throw new ConflictError(`AccessGrant is ${status} already.`, { field: 'status', current: status });
      }
      await manager.update(AccessGrant, { id, platformId }, { revokedAt: now });
      return viewAt({ ...grant, revokedAt: now }, now);
    });
  }

  /**
   * Keeps a row from going before the transaction ends: what goes takes its grants along, and this one must not be missed.
   * @throws NotFoundError
   */
  private async hold<Row extends { id: string; platformId: string }>(
    manager: EntityManager,
    entity: EntityTarget<Row>,
    noun: string,
    key: Pick<Row, 'id' | 'platformId'>,
  ): Promise<void> {
    assertId(noun, key.id);
    const row = await manager.findOne(entity, {
      where: key as FindOptionsWhere<Row>,
      // SQLite has one writer, and needs no lock.
      ...(this.database.isEmbedded ? {} : { lock: { mode: 'pessimistic_read' } }),
    });
    if (row === null) throw new NotFoundError(noun, key.id);
  }
}

/** Newest first unless asked otherwise; what is looked for by its end, by that: an index begins where it does. */
function grantOrder({ filter, sort }: AccessGrantListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? ownOrder(filter ?? {})],
    direction: sort?.direction ?? 'DESC',
  };
}

function ownOrder({ status, until }: AccessGrantFilter): AccessGrantSortField {
  if (status === 'REVOKED') return 'REVOKED_AT';
  return status === 'EXPIRED' || until != null ? 'UNTIL' : 'CREATED_AT';
}

/** @throws BadUserInputError */
function requireNewGrant(
  { memberId, collectionId, everything, until, reason }: NewAccessGrant,
  now: Date,
): Pick<AccessGrant, 'memberId' | 'collectionId' | 'until' | 'reason'> {
  if ((collectionId == null) !== (everything === true)) {
    throw new BadUserInputError(
      'input.collectionId',
      'give either collectionId or everything: true.',
      'exactly one of collectionId and everything: true',
    );
  }
  if (until != null && until <= now) {
    throw new BadUserInputError('input.until', 'is over already.', `later than ${now.toISOString()}`);
  }
  const rule = { min: 0, max: GRANT_REASON_LENGTH, multiline: true };
  return {
    memberId,
    collectionId: collectionId ?? null,
    until: until ?? null,
    reason: reason == null ? null : requireText('input.reason', reason, rule) || null,
  };
}

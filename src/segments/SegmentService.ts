import { type EntityManager, type EntityTarget } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { Collection } from '../collections/Collection';
import { type Database } from '../database/Database';
import { assertId, isId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Direction, type ListOrder, type Page, type PageRequest, readPage } from '../database/paging';
import { RowQuery } from '../database/RowQuery';
import { countEach, readPageOfEach } from '../database/unitedQueries';
import { NotFoundError } from '../errors';
import { type Member } from '../members/Member';
import { memberOrder } from '../members/memberList';
import { Plan } from '../plans/Plan';
import { Video } from '../videos/Video';
import { Segment } from './Segment';
import { readSegmentFilter, type SegmentFilter } from './segmentFilter';
import { type NewSegment, readNewSegment, readSegmentEdit, type SegmentEdit } from './segmentInput';
import { segmentMembers } from './segmentMembers';

export type SegmentSortField = 'CREATED_AT' | 'NAME';

/** What a caller asks of the list of segments. */
export interface SegmentListRequest extends PageRequest {
  sort?: { field: SegmentSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<SegmentSortField, keyof Segment> = {
  CREATED_AT: 'createdAt',
  NAME: 'nameKey',
};

/** The segments of the caller's platform, and who is in them. */
export class SegmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Null when the platform has no such segment. */
  async find(principal: Principal, id: string): Promise<Segment | null> {
    return findSegment(this.database.reads, principal, id);
  }

  /** @throws BadUserInputError for a page that can't be */
  async list({ platformId }: Principal, request: SegmentListRequest): Promise<Page<Segment>> {
    const query = this.database
      .rows(Segment, 'segment')
      .where('segment.platformId = :platformId', { platformId });
    return readPage(query, segmentOrder(request), request);
  }

  /**
   * A segment's filter, for {@link segmentMembers}.
   * @param manager of the transaction in which the members are read
   * @throws NotFoundError when the platform has no such segment
   */
  async require(manager: EntityManager, principal: Principal, id: string): Promise<SegmentFilter> {
    const segment = await findSegment(manager, principal, id);
    if (segment === null) throw new NotFoundError('Segment', id);
    return readSegmentFilter(segment.filter);
  }

  /**
   * How many members each filter finds now. One statement.
   * @param filters as segments' rows keep them
   */
  async memberCounts(principal: Principal, filters: readonly string[]): Promise<Map<string, number>> {
    const counts = await countEach(this.database.reads, this.membersOf(principal, filters));
    return new Map(filters.map((filter, index) => [filter, counts[index] ?? 0]));
  }

  /**
   * The same page of the members that each filter finds now, those who joined last first. One statement.
   * @param filters as segments' rows keep them
   * @throws BadUserInputError for a page that can't be
   */
  async memberPages(
    principal: Principal,
    filters: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Member>>> {
    const queries = this.membersOf(principal, filters);
    const pages = await readPageOfEach(this.database.reads, queries, memberOrder({}), request);
    return new Map(pages.map((page, index) => [filters[index]!, page]));
  }

  /**
   * @throws BadUserInputError
   * @throws NotFoundError when the filter names what the platform does not have
   */
  async create(principal: Principal, input: NewSegment): Promise<Segment> {
    const now = this.clock();
    const { fields, filter } = readNewSegment(input);
    return this.database.transaction(async (manager) => {
      await assertNamed(manager, principal, filter);
      const segment = manager.create(Segment, {
        ...fields,
        id: newId(now),
        platformId: principal.platformId,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      await manager.insert(Segment, segment);
      return segment;
    });
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError also when the filter names what the platform does not have
   * @throws ConflictError when the segment was edited since
   */
  async update(principal: Principal, input: SegmentEdit): Promise<Segment> {
    const { id, version } = input;
    const { platformId } = principal;
    assertId('Segment', id);
    const { changes, filter } = readSegmentEdit(input);
    const edit = { ...changes, updatedAt: this.clock() };
    return this.database.transaction(async (manager) => {
      const segment = await lockVersioned(manager, Segment, 'Segment', { id, platformId, version }, edit);
      if (filter !== undefined) await assertNamed(manager, principal, filter);
      return segment;
    });
  }

  /** @throws NotFoundError */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Segment', id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(Segment, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Segment', id);
    });
  }

  private membersOf(principal: Principal, filters: readonly string[]): RowQuery<Member>[] {
    const now = this.clock();
    return filters.map((filter) =>
      segmentMembers(this.database.reads, principal, readSegmentFilter(filter), now),
    );
  }
}

/** Newest first unless asked otherwise. */
function segmentOrder({ sort }: SegmentListRequest): ListOrder {
  return { property: ORDER_PROPERTIES[sort?.field ?? 'CREATED_AT'], direction: sort?.direction ?? 'DESC' };
}

async function findSegment(
  manager: EntityManager,
  { platformId }: Principal,
  id: string,
): Promise<Segment | null> {
  if (!isId(id)) return null;
  return new RowQuery(manager, Segment, 'segment')
    .where('segment.platformId = :platformId', { platformId })
    .where('segment.id = :id', { id })
    .first();
}

/** @throws NotFoundError naming the first that the platform does not have; a video in the trash is not there */
async function assertNamed(
  manager: EntityManager,
  principal: Principal,
  { planIds = [], watched: { videoId, collectionId } = {} }: SegmentFilter,
): Promise<void> {
  await assertThere(manager, principal, Plan, 'Plan', planIds);
  if (videoId !== undefined) {
    await assertThere(manager, principal, Video, 'Video', [videoId], ' AND named.deletedAt IS NULL');
  }
  if (collectionId !== undefined) {
    await assertThere(manager, principal, Collection, 'Collection', [collectionId]);
  }
}

async function assertThere(
  manager: EntityManager,
  { platformId }: Principal,
  entity: EntityTarget<{ id: string }>,
  noun: string,
  ids: readonly string[],
  alive = '',
): Promise<void> {
  if (ids.length === 0) return;
  for (const id of ids) assertId(noun, id);
  const rows = await new RowQuery(manager, entity, 'named')
    .where(`${owned('named')}${alive}`, { platformId })
    .where('named.id IN (:...ids)', { ids })
    .raw<{ id: string }>('SELECT named.id AS id{rows}');
  const found = new Set(rows.map(({ id }) => id));
  for (const id of ids) if (!found.has(id)) throw new NotFoundError(noun, id);
}

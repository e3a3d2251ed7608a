import { type QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Collection } from '../collections/Collection';
import { type Database, isDuplicateKey } from '../database/Database';
import { assertId, idFor, isId, newId } from '../database/ids';
import { updateVersioned } from '../database/optimisticLock';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { rowsById } from '../database/rowsById';
import { ConflictError, NotFoundError } from '../errors';
import { Plan } from './Plan';
import { isRepriced, type PlanBilling } from './PlanBilling';
import { assertCollections, planCollectionPages, replaceCollections } from './planCollections';
import {
  editedPlan,
  type NewPlan,
  type PlanEdit,
  readIdempotencyKey,
  requireNewPlan,
  requirePlanEdit,
  type SeenPlan,
} from './planInput';
import { type PlanListRequest, planOrder, wherePlan } from './planList';

interface Parts {
  database: Database;
  clock: Clock;
  billing: PlanBilling;
}

/**
 * The plans of the caller's platform. What an edit changes at Stripe is changed there first, outside any transaction, and
 * written down here only when Stripe has done it.
 */
export class PlanService {
  constructor(private readonly parts: Parts) {}

  /** One plan; null when the platform has no such plan. */
  async find({ platformId }: Principal, id: string): Promise<Plan | null> {
    if (!isId(id)) return null;
    return this.parts.database
      .rows(Plan, 'plan')
      .where('plan.platformId = :platformId AND plan.id = :id', { platformId, id })
      .first();
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: PlanListRequest): Promise<Page<Plan>> {
    const query = this.parts.database
      .rows(Plan, 'plan')
      .where('plan.platformId = :platformId', { platformId });
    wherePlan(query, request.filter ?? {});
    return readPage(query, planOrder(request), request);
  }

  /** Those of `ids` that are there. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Plan>> {
    return rowsById(this.parts.database, Plan, principal, ids);
  }

  /** The same page of each plan's collections, the oldest collection first. One statement. */
  async collectionPages(
    principal: Principal,
    planIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Collection>>> {
    return planCollectionPages(this.parts.database, principal, planIds, request);
  }

  /**
   * Creates a plan, with its price at Stripe unless it is free.
   * @throws BadUserInputError
   * @throws NotFoundError when one of the collections is not there
   * @throws NotConfiguredError, UpstreamFailedError when it is not free; then no plan is made
   */
  async create(principal: Principal, input: NewPlan): Promise<Plan> {
    const { database, clock, billing } = this.parts;
    const { fields, collectionIds = [] } = requireNewPlan(input);
    const { platformId } = principal;
    const key = readIdempotencyKey(input);
    const now = clock();
    const id =
      key === null ? newId(now) : idFor('plan', platformId, key, JSON.stringify([fields, collectionIds]));
    if (key !== null) {
      const made = await this.find(principal, id);
      if (made !== null) return made;
    }
    await assertCollections(database, principal, collectionIds);
    const unpriced: Plan = {
      ...fields,
      id,
      platformId,
      status: 'ACTIVE',
      amount: 0,
      stripeProductId: null,
      stripePriceId: null,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
      // Not written down: what is made at Stripe now is no act of version 1.
      version: 0,
    };
    const { ids } = await billing.follow(unpriced, fields);
    try {
      return await database.transaction(async (manager) => {
        const plan = manager.create(Plan, { ...unpriced, ...fields, ...ids, version: 1 });
        await manager.insert(Plan, plan);
        await replaceCollections(manager, plan, collectionIds);
        return plan;
      });
    } catch (error) {
      // The same request, sent twice at once.
      const made = isDuplicateKey(error) ? await this.find(principal, id) : null;
      if (made === null) throw error;
      return made;
    }
  }

  /**
   * Changes what the edit gives, at Stripe as well as far as Stripe knows of it.
   * @throws BadUserInputError
   * @throws NotFoundError when the plan or one of the collections is not there
   * @throws ConflictError when the plan was edited since, or is archived and shall have another price
   * @throws NotConfiguredError, UpstreamFailedError when it takes Stripe; then the plan stays as it was
   */
  async update(principal: Principal, input: PlanEdit): Promise<Plan> {
    const { database, billing } = this.parts;
    const edit = requirePlanEdit(input);
    const before = await this.seen(principal, input);
    const { fields, collectionIds } = editedPlan(before, edit);
    if (before.status === 'ARCHIVED' && isRepriced(before, fields)) {
      throw new ConflictError('Plan is ARCHIVED: it can not have another price.', {
        field: 'status',
        current: before.status,
      });
    }
    await assertCollections(database, principal, collectionIds ?? []);
    const { ids, restore } = await billing.follow(before, fields);
    return this.write(principal, before, { ...fields, ...ids }, { collectionIds, restore });
  }

  /**
   * Takes a plan off the shelf, at Stripe as well as far as Stripe knows of it.
   * @throws NotFoundError
   * @throws ConflictError when it was edited since, or is archived already
   * @throws NotConfiguredError, UpstreamFailedError when it takes Stripe; then the plan stays as it was
   */
  async archive(principal: Principal, input: SeenPlan): Promise<Plan> {
    const before = await this.seen(principal, input);
    if (before.status === 'ARCHIVED') {
      throw new ConflictError('Plan is ARCHIVED already.', { field: 'status', current: before.status });
    }
    const restore = await this.parts.billing.archive(before);
    const archived = { status: 'ARCHIVED', archivedAt: this.parts.clock() } as const;
    return this.write(principal, before, archived, { restore });
  }

  /**
   * The plan at the version that the caller has seen.
   * @throws NotFoundError, ConflictError
   */
  private async seen(principal: Principal, { id, version }: SeenPlan): Promise<Plan> {
    assertId('Plan', id);
    const plan = await this.find(principal, id);
    if (plan === null) throw new NotFoundError('Plan', id);
    if (plan.version !== version) throw ConflictError.staleVersion('Plan', version, plan.version);
    return plan;
  }

  /** @throws ConflictError when the plan was edited while Stripe was asked; then Stripe is put back */
  private async write(
    principal: Principal,
    { id, platformId, version }: Plan,
    changes: Partial<Plan>,
    {
      collectionIds,
      restore,
    }: { collectionIds?: readonly string[] | undefined; restore: (current: Plan) => Promise<void> },
  ): Promise<Plan> {
    const { database, clock } = this.parts;
    const edit = { ...changes, updatedAt: clock() } as QueryDeepPartialEntity<Plan>;
    try {
      return await database.transaction(async (manager) => {
        await updateVersioned(manager, Plan, 'Plan', { id, platformId, version }, edit);
        const plan = await manager.findOneByOrFail(Plan, { id, platformId });
        if (collectionIds !== undefined) await replaceCollections(manager, plan, collectionIds);
        return plan;
      });
    } catch (error) {
      const current = error instanceof ConflictError ? await this.find(principal, id) : null;
      if (current !== null) await restore(current);
      throw error;
    }
  }
}

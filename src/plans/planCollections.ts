import { type EntityManager, In } from 'typeorm';
import { type Principal } from '../auth/principal';
import { Collection } from '../collections/Collection';
import { type Database } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { isId } from '../database/ids';
import { readNestedPages } from '../database/nestedPages';
import { owned } from '../database/owned';
import { type Page, type PageRequest } from '../database/paging';
import { rowsById } from '../database/rowsById';
import { NotFoundError } from '../errors';
import { type Plan } from './Plan';
import { PlanCollection } from './PlanCollection';

/** The same page of each plan's collections, the oldest collection first. One statement. */
export async function planCollectionPages(
  database: Database,
  { platformId }: Principal,
  planIds: readonly string[],
  request: PageRequest,
): Promise<Map<string, Page<Collection>>> {
  const links = database
    .rows(PlanCollection, 'link')
    .where(owned('link'), { platformId })
    .where('link.planId IN (:...planIds)', { planIds });
  // Ids are made in the order of time.
  return readNestedPages(links, { parent: 'link.planId', child: 'link.collectionId' }, Collection, request);
}

/** @throws NotFoundError naming the first that the platform does not have */
export async function assertCollections(
  database: Database,
  principal: Principal,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const found = await rowsById(database, Collection, principal, ids.filter(isId));
  for (const id of ids) if (!found.has(id)) throw new NotFoundError('Collection', id);
}

/** Makes these the collections that the plan opens, under the lock of the plan's row. */
export async function replaceCollections(
  manager: EntityManager,
  { id: planId, platformId }: Plan,
  collectionIds: readonly string[],
): Promise<void> {
  const present = await manager.findBy(PlanCollection, { planId });
  const gone = present.map((link) => link.collectionId).filter((id) => !collectionIds.includes(id));
  if (gone.length > 0) await manager.delete(PlanCollection, { planId, collectionId: In(gone) });
  const missing = collectionIds.filter((id) => !present.some((link) => link.collectionId === id));
  if (missing.length === 0) return;
  await manager.insert(
    PlanCollection,
    missing.map((collectionId) => ({ planId, collectionId, platformId })),
  );
}

/** Takes a collection that is gone for good out of every plan. */
export const removeFromPlans: Eraser = async (manager, { id }) => {
  await manager.delete(PlanCollection, { collectionId: id });
};

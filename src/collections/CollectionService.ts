import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { assertId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { type Direction, type ListOrder, type Page, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { rowsById } from '../database/rowsById';
import { toSearchText, toSortText } from '../database/searchText';
import { whereWithin } from '../database/timeRange';
import { NotFoundError } from '../errors';
import { type Searched } from '../search/Searched';
import { readSearchedPage } from '../search/searchedPage';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { type TimeRange } from '../validation';
import { type Visibility } from '../visibility';
import { Collection } from './Collection';
import {
  type CollectionEdit,
  type NewCollection,
  requireCollectionEdit,
  requireNewCollection,
} from './collectionInput';
import { CollectionVideo } from './CollectionVideo';

/** Which collections a list shows: those for which all of it is true. */
export interface CollectionFilter {
  visibility?: Visibility | null;
  search?: string | null;
  created?: TimeRange | null;
}

export type CollectionSortField = 'CREATED_AT' | 'TITLE';

/** What a caller asks of the list of collections. */
export interface CollectionListRequest extends PageRequest {
  filter?: CollectionFilter | null;
  sort?: { field: CollectionSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<CollectionSortField, keyof Collection> = {
  CREATED_AT: 'createdAt',
  TITLE: 'sortTitle',
};

/** How collections are found by words. */
export const SEARCHED_COLLECTIONS: Searched = {
  kind: 'COLLECTION',
  entity: Collection,
  place: 'createdAt',
};

/** The collections of the caller's platform; what is in them is {@link CollectionContents}'s. */
export class CollectionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasers: readonly Eraser[],
  ) {}

  /**
   * One collection by id or slug; null when the platform has no such collection.
   * @throws BadUserInputError unless exactly one of the two is given
   */
  async find(
    { platformId }: Principal,
    request: { id?: string | null; slug?: string | null },
  ): Promise<Collection | null> {
    const key = requireIdOrSlug(request);
    if (key === null) return null;
    return this.database
      .rows(Collection, 'collection')
      .where('collection.platformId = :platformId', { platformId })
      .where('id' in key ? 'collection.id = :id' : 'collection.slug = :slug', key)
      .first();
  }

  /** Those of `ids` that are there. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Collection>> {
    return rowsById(this.database, Collection, principal, ids);
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: CollectionListRequest): Promise<Page<Collection>> {
    const query = this.database
      .rows(Collection, 'collection')
      .where('collection.platformId = :platformId', { platformId });
    whereCollection(query, request.filter ?? {});
    return readSearchedPage(this.database, query, {
      searched: SEARCHED_COLLECTIONS,
      platformId,
      order: collectionOrder(request),
      request,
    });
  }

  /**
   * Creates an empty collection.
   * @throws BadUserInputError
   * @throws ConflictError when the slug that was given is taken
   */
  async create({ platformId }: Principal, input: NewCollection): Promise<Collection> {
    const now = this.clock();
    const { slug: given, ...content } = requireNewCollection(input);
    const slug = { given, generated: slugOf(content.title, 'collection'), field: 'input.slug' };
    return this.database.transaction((manager) =>
      insertWithSlug(slug, async (free) => {
        const collection = manager.create(Collection, {
          ...content,
          ...collectionTexts(content),
          id: newId(now),
          platformId,
          slug: free,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(Collection, collection);
        return collection;
      }),
    );
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the collection was edited since, or the slug is taken
   */
  async update({ platformId }: Principal, input: CollectionEdit): Promise<Collection> {
    const { id, version } = input;
    assertId('Collection', id);
    const changes = requireCollectionEdit(input);
    const updatedAt = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const before = await lockVersioned(manager, Collection, 'Collection', key, { updatedAt });
      const texts = collectionTexts({
        title: changes.title ?? before.title,
        description: changes.description ?? before.description,
      });
      await withFreeSlug('input.slug', changes.slug, () =>
        manager.update(Collection, { id, platformId }, { ...changes, ...texts }),
      );
      return manager.findOneByOrFail(Collection, { id, platformId });
    });
  }

  /**
   * Deletes a collection for good, and what others keep about it; the videos in it stay.
   * @throws NotFoundError
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Collection', id);
    await this.database.transaction(async (manager) => {
      // The collection first: its row is the lock for what is in it.
      const { affected } = await manager.delete(Collection, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Collection', id);
      await manager.delete(CollectionVideo, { collectionId: id });
      for (const erase of this.erasers) await erase(manager, { platformId, id });
    });
  }
}

/** Newest first unless asked otherwise. */
function collectionOrder({ sort }: CollectionListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'CREATED_AT'],
    direction: sort?.direction ?? 'DESC',
  };
}

/** Narrows a query over `collection` to what a filter asks for, but for its search. */
function whereCollection(query: RowQuery<Collection>, filter: CollectionFilter): void {
  if (filter.visibility != null) {
    query.where('collection.visibility = :visibility', { visibility: filter.visibility });
  }
  if (filter.created != null) {
    whereWithin(query, 'collection.createdAt', 'filter.created', filter.created);
  }
}

/** The columns that follow from what people wrote. */
export function collectionTexts({
  title,
  description,
}: Pick<Collection, 'title' | 'description'>): Pick<Collection, 'sortTitle' | 'searchText' | 'wordsWritten'> {
  return { sortTitle: toSortText(title), searchText: toSearchText(title, description), wordsWritten: null };
}

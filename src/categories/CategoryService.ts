import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, isId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { type Direction, type ListOrder, type Page, type PageRequest, readPage } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { toSortText } from '../database/searchText';
import { NotFoundError } from '../errors';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { Category } from './Category';
import {
  type CategoryEdit,
  type NewCategory,
  requireCategoryEdit,
  requireNewCategory,
} from './categoryInput';
import { assertTwoLevels, endPosition, lockParent } from './categoryTree';
import { VideoCategory } from './VideoCategory';

/** Which categories a list shows: those for which all of it is true. */
export interface CategoryFilter {
  slug?: string | null;
  topLevel?: boolean | null;
  parentId?: string | null;
}

export type CategorySortField = 'POSITION' | 'NAME' | 'CREATED_AT';

/** What a caller asks of the list of categories. */
export interface CategoryListRequest extends PageRequest {
  filter?: CategoryFilter | null;
  sort?: { field: CategorySortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<CategorySortField, keyof Category> = {
  POSITION: 'position',
  NAME: 'sortName',
  CREATED_AT: 'createdAt',
};

/** The categories of the caller's platform; what is in them is {@link CategoryContents}'s. */
export class CategoryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws BadUserInputError for a page that can't be */
  async list({ platformId }: Principal, request: CategoryListRequest): Promise<Page<Category>> {
    const query = this.database
      .rows(Category, 'category')
      .where('category.platformId = :platformId', { platformId });
    whereCategory(query, request.filter ?? {});
    return readPage(query, categoryOrder(request), request);
  }

  /**
   * @throws BadUserInputError
   * @throws NotFoundError when the parent is not there
   * @throws ConflictError when the slug that was given is taken
   */
  async create({ platformId }: Principal, input: NewCategory): Promise<Category> {
    const now = this.clock();
    const { slug: given, ...content } = requireNewCategory(input);
    const { parentId } = content;
    const slug = { given, generated: slugOf(content.name, 'category'), field: 'input.slug' };
    return this.database.transaction(async (manager) => {
      if (parentId !== null) {
        await lockParent(manager, { platformId }, null, parentId);
        await assertTwoLevels(manager, { platformId }, null, parentId);
      }
      const position = content.position ?? (await endPosition(manager, { platformId, parentId }));
      return insertWithSlug(slug, async (free) => {
        const category = manager.create(Category, {
          ...content,
          position,
          sortName: toSortText(content.name),
          id: newId(now),
          platformId,
          slug: free,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(Category, category);
        return category;
      });
    });
  }

  /**
   * Changes what the edit gives. A category that moves without a position goes behind those that are there.
   * @throws BadUserInputError
   * @throws NotFoundError when the category or its new parent is not there
   * @throws ConflictError when the category was edited since, or the slug is taken
   */
  async update({ platformId }: Principal, input: CategoryEdit): Promise<Category> {
    const { id, version } = input;
    assertId('Category', id);
    const changes = requireCategoryEdit(input);
    const updatedAt = this.clock();
    return this.database.transaction(async (manager) => {
      if (changes.parentId != null) await lockParent(manager, { platformId }, id, changes.parentId);
      const key = { id, platformId, version };
      const before = await lockVersioned(manager, Category, 'Category', key, { updatedAt });
      const position = await this.newPosition(manager, before, changes);
      const names = changes.name === undefined ? {} : { sortName: toSortText(changes.name) };
      await withFreeSlug('input.slug', changes.slug, () =>
        manager.update(Category, { id, platformId }, { ...changes, ...names, position }),
      );
      return manager.findOneByOrFail(Category, { id, platformId });
    });
  }

  /**
   * Deletes a category for good. The videos in it stay, without it; the categories under it come to the top.
   * @throws NotFoundError
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Category', id);
    const updatedAt = this.clock();
    await this.database.transaction(async (manager) => {
      // The category first: its row is the lock for what refers to it.
      const { affected } = await manager.delete(Category, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Category', id);
      await manager.delete(VideoCategory, { categoryId: id });
      await manager.update(
        Category,
        { platformId, parentId: id },
        { parentId: null, updatedAt, version: () => 'version + 1' },
      );
    });
  }

  /** Undefined when it stays. @throws BadUserInputError when the new parent can't be one */
  private async newPosition(
    manager: EntityManager,
    { id, platformId, parentId: before }: Category,
    { parentId, position }: { parentId?: string | null | undefined; position?: number | undefined },
  ): Promise<number | undefined> {
    if (parentId === undefined || parentId === before) return position;
    if (parentId !== null) await assertTwoLevels(manager, { platformId }, id, parentId);
    return position ?? endPosition(manager, { platformId, parentId });
  }
}

/** In the platform's own order unless asked otherwise. */
function categoryOrder({ sort }: CategoryListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'POSITION'],
    direction: sort?.direction ?? 'ASC',
  };
}

/** Narrows a query over `category` to what a filter asks for. */
function whereCategory(query: RowQuery<Category>, { slug, topLevel, parentId }: CategoryFilter): void {
  if (slug != null) whereEqual(query, requireIdOrSlug({ slug }));
  if (topLevel != null) query.where(`category.parentId IS ${topLevel ? 'NULL' : 'NOT NULL'}`);
  if (parentId != null) whereEqual(query, isId(parentId) ? { parentId } : null);
}

/** @param key a column and its value; null when no row can have it */
function whereEqual(query: RowQuery<Category>, key: Record<string, string> | null): void {
  if (key === null) query.where('1 = 0');
  else for (const column of Object.keys(key)) query.where(`category.${column} = :${column}`, key);
}

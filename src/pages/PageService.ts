import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Page, readPage } from '../database/paging';
import { toSortText } from '../database/searchText';
import { NotFoundError } from '../errors';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { type NewPage, type PageEdit, requireNewPage, requirePageEdit, type SeenPage } from './pageInput';
import { pageOrder, type PageListRequest, wherePage } from './pageList';
import { SitePage } from './SitePage';

/** Columns with their new values; undefined leaves one alone. */
type PageChanges = { [Property in keyof SitePage]?: SitePage[Property] | undefined };

/** The pages of the site of the caller's platform. */
export class PageService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * One page by id or slug; null when the platform has no such page.
   * @throws BadUserInputError unless exactly one of the two is given
   */
  async find(
    { platformId }: Principal,
    request: { id?: string | null; slug?: string | null },
  ): Promise<SitePage | null> {
    const key = requireIdOrSlug(request);
    if (key === null) return null;
    return this.database
      .rows(SitePage, 'page')
      .where('page.platformId = :platformId', { platformId })
      .where('id' in key ? 'page.id = :id' : 'page.slug = :slug', key)
      .first();
  }

  /** @throws BadUserInputError for a page of the list that can't be */
  async list({ platformId }: Principal, request: PageListRequest): Promise<Page<SitePage>> {
    const query = this.database.rows(SitePage, 'page').where('page.platformId = :platformId', { platformId });
    wherePage(query, request.filter ?? {});
    return readPage(query, pageOrder(request), request);
  }

  /** What stands on the pages. One statement. */
  async bodies({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database
      .rows(SitePage, 'page')
      .where(owned('page'), { platformId })
      .where('page.id IN (:...ids)', { ids })
      .raw<Pick<SitePage, 'id' | 'body'>>('SELECT page.id AS id, page.body AS body{rows}');
    return new Map(rows.map(({ id, body }) => [id, body]));
  }

  /**
   * Creates a draft.
   * @throws BadUserInputError
   * @throws ConflictError when the slug that was given is taken
   */
  async create({ platformId }: Principal, input: NewPage): Promise<SitePage> {
    const now = this.clock();
    const { slug: given, ...content } = requireNewPage(input);
    const slug = { given, generated: slugOf(content.title, 'page'), field: 'input.slug' };
    return this.database.transaction((manager) =>
      insertWithSlug(slug, async (free) => {
        const page = manager.create(SitePage, {
          ...content,
          id: newId(now),
          platformId,
          sortTitle: toSortText(content.title),
          slug: free,
          publishedAt: null,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(SitePage, page);
        return page;
      }),
    );
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the page was edited since, or the slug is taken
   */
  async update(principal: Principal, input: PageEdit): Promise<SitePage> {
    const changes: PageChanges = requirePageEdit(input);
    if (changes.title !== undefined) changes.sortTitle = toSortText(changes.title);
    if (input.unpublish === true) changes.publishedAt = null;
    return this.edit(principal, input, () => changes);
  }

  /**
   * Puts a page on the site. One that is there already keeps its time.
   * @throws NotFoundError
   * @throws ConflictError when the page was edited since
   */
  async publish(principal: Principal, seen: SeenPage): Promise<SitePage> {
    return this.edit(principal, seen, (page, now) => ({ publishedAt: page.publishedAt ?? now }));
  }

  /**
   * Deletes a page for good.
   * @throws NotFoundError
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Page', id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(SitePage, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Page', id);
    });
  }

  private async edit(
    { platformId }: Principal,
    { id, version }: SeenPage,
    change: (page: SitePage, now: Date) => PageChanges,
  ): Promise<SitePage> {
    assertId('Page', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const page = await lockVersioned(manager, SitePage, 'Page', key, { updatedAt: now });
      const changes = change(page, now);
      await withFreeSlug('input.slug', changes.slug, () =>
        manager.update(SitePage, { id, platformId }, { ...changes, updatedAt: now }),
      );
      return manager.findOneByOrFail(SitePage, { id, platformId });
    });
  }
}

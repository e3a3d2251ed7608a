import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { rowsById } from '../database/rowsById';
import { groupBy } from '../database/groupBy';
import { readNestedPages } from '../database/nestedPages';
import { owned } from '../database/owned';
import { type Page, type PageRequest } from '../database/paging';
import { VIDEO_FIELDS, type VideoView, viewsOf } from '../videos/publication';
import { Video } from '../videos/Video';
import { Category } from './Category';
import { VideoCategory } from './VideoCategory';

/** What is in categories and under them, for many at once. */
export class CategoryContents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The categories of these ids. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Category>> {
    return rowsById(this.database, Category, principal, ids);
  }

  /** The same page of the categories under each of these, in their order. One statement. */
  async childPages(
    { platformId }: Principal,
    parentIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Category>>> {
    const children = this.database
      .rows(Category, 'link')
      .where('link.platformId = :platformId', { platformId })
      .where('link.parentId IN (:...parentIds)', { parentIds });
    const columns = { parent: 'link.parentId', child: 'link.id', position: 'link.position' };
    return readNestedPages(children, columns, Category, request);
  }

  /** The same page of each category's videos, the newest first, without those in the trash. One statement. */
  async videoPages(
    { platformId }: Principal,
    categoryIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<VideoView>>> {
    const links = this.database
      .rows(VideoCategory, 'link')
      .join(Video, 'video', 'video.id = link.videoId AND video.deletedAt IS NULL')
      .where(owned('link'), { platformId })
      .where('link.categoryId IN (:...categoryIds)', { categoryIds });
    // Ids are made in the order of time.
    const columns = { parent: 'link.categoryId', child: 'link.videoId', direction: 'DESC' } as const;
    const rows = { derived: VIDEO_FIELDS, viewer: viewsOf(this.clock) };
    return readNestedPages<VideoCategory, VideoView>(links, columns, Video, request, rows);
  }

  /** The categories that each of these videos is in, in the categories' order; a video in none has no entry. One statement. */
  async categoriesOf(
    { platformId }: Principal,
    videoIds: readonly string[],
  ): Promise<Map<string, Category[]>> {
    const query = this.database
      .rows(VideoCategory, 'link')
      .join(Category, 'category', 'category.id = link.categoryId')
      .where(owned('link'), { platformId })
      .where('link.videoId IN (:...videoIds)', { videoIds })
      .orderBy('link.videoId')
      .orderBy('category.position')
      .orderBy('category.id');
    const table = query.tableOf(Category);
    const rows = await query.raw<Category & { linkVideo: string }>(
      `SELECT link.videoId AS linkVideo, ${table.columnsOf('category')}{rows}`,
      {},
      () => (row) => table.toRow(row),
    );
    return groupBy(rows, (row) => row.linkVideo);
  }
}

import { type EntityManager, In } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, isId } from '../database/ids';
import { readNestedPages } from '../database/nestedPages';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Page, type PageRequest } from '../database/paging';
import { RowQuery } from '../database/RowQuery';
import { BadUserInputError, NotFoundError } from '../errors';
import { requireDistinct, requireInteger } from '../validation';
import { VIDEO_FIELDS, type VideoView, viewsOf } from '../videos/publication';
import { Video } from '../videos/Video';
import { Collection } from './Collection';
import { makeRoom, readVisibleLinks, visibleLinks } from './collectionLinks';
import { CollectionVideo } from './CollectionVideo';

/** How many videos a collection holds at most: few enough for a client to give a whole new order in one request. */
const MAX_VIDEOS = 1_000;
const MAX_VIDEOS_PER_CALL = 100;

export interface AddedVideos {
  readonly collection: Collection;
  /** How many were not in it yet. */
  readonly addedCount: number;
}

export interface RemovedVideos {
  readonly collection: Collection;
  /** How many were in it. */
  readonly removedCount: number;
}

/** Which videos are in which collections, and in what order. */
export class CollectionContents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same page of each collection's videos, in the collection's order. One statement. */
  async videoPages(
    principal: Principal,
    collectionIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<VideoView>>> {
    const links = visibleLinks(this.database.reads, principal).where(
      'link.collectionId IN (:...collectionIds)',
      { collectionIds },
    );
    const columns = { parent: 'link.collectionId', child: 'link.videoId', position: 'link.position' };
    const rows = { derived: VIDEO_FIELDS, viewer: viewsOf(this.clock) };
    return readNestedPages<CollectionVideo, VideoView>(links, columns, Video, request, rows);
  }

  /** The same page of each video's collections, the oldest collection first. One statement. */
  async collectionPages(
    { platformId }: Principal,
    videoIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Collection>>> {
    const links = this.database
      .rows(CollectionVideo, 'link')
      .where(owned('link'), { platformId })
      .where('link.videoId IN (:...videoIds)', { videoIds });
    // Ids are made in the order of time.
    const columns = { parent: 'link.videoId', child: 'link.collectionId' };
    return readNestedPages(links, columns, Collection, request);
  }

  /** How many videos each collection shows; one that shows none has no entry. One statement. */
  async videoCounts(principal: Principal, collectionIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await visibleLinks(this.database.reads, principal)
      .where('link.collectionId IN (:...collectionIds)', { collectionIds })
      .raw<{ id: string; count: number | string }>(
        'SELECT link.collectionId AS id, COUNT(*) AS count{rows} GROUP BY link.collectionId',
      );
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /**
   * Puts videos before the place `position` (counted from 0 among those that show), or at the end. What is in the
   * collection already stays where it is.
   * @throws BadUserInputError for bad lists, and when the collection would grow beyond its limit
   * @throws NotFoundError when the collection or one of the videos is not there; then nothing is added
   */
  async add(
    principal: Principal,
    request: { collectionId: string; videoIds: readonly string[]; position?: number | null },
  ): Promise<AddedVideos> {
    const { collectionId, position } = request;
    const { platformId } = principal;
    const videoIds = requireDistinct('videoIds', request.videoIds, { min: 1, max: MAX_VIDEOS_PER_CALL });
    if (position != null) requireInteger('position', position, { min: 0, max: MAX_VIDEOS });
    return this.database.transaction(async (manager) => {
      const collection = await this.lock(manager, principal, collectionId);
      await assertVideos(manager, principal, videoIds);
      const links = await manager.findBy(CollectionVideo, { collectionId });
      const present = new Set(links.map((link) => link.videoId));
      const added = videoIds.filter((id) => !present.has(id));
      if (links.length + added.length > MAX_VIDEOS) {
        const problem = `the collection would hold ${links.length + added.length} videos, the trash included.`;
        throw new BadUserInputError('videoIds', problem, `at most ${MAX_VIDEOS} in a collection`);
      }
      if (added.length === 0) return { collection, addedCount: 0 };
      const end = Math.max(-1, ...links.map((link) => link.position)) + 1;
      const start =
        position == null
          ? end
          : await makeRoom(manager, principal, { collectionId, position, end }, added.length);
      await manager.insert(
        CollectionVideo,
        added.map((videoId, index) => ({ collectionId, videoId, platformId, position: start + index })),
      );
      return { collection, addedCount: added.length };
    });
  }

  /**
   * Takes videos out; those that are not in the collection are passed over.
   * @throws BadUserInputError for bad lists
   * @throws NotFoundError when the collection is not there
   */
  async remove(
    principal: Principal,
    { collectionId, videoIds }: { collectionId: string; videoIds: readonly string[] },
  ): Promise<RemovedVideos> {
    requireDistinct('videoIds', videoIds, { min: 1, max: MAX_VIDEOS_PER_CALL });
    return this.database.transaction(async (manager) => {
      const collection = await this.lock(manager, principal, collectionId);
      const { affected } = await manager.delete(CollectionVideo, {
        collectionId,
        videoId: In(videoIds.filter(isId)),
      });
      return { collection, removedCount: affected ?? 0 };
    });
  }

  /**
   * Gives the videos a new order. Those in the trash keep their places, and the others are put into the places around
   * them.
   * @param order every video that shows, exactly once
   * @throws BadUserInputError when `order` is anything else
   * @throws NotFoundError when the collection is not there
   * @throws ConflictError when it was edited since
   */
  async reorder(
    principal: Principal,
    request: { collectionId: string; version: number; videoIds: readonly string[] },
  ): Promise<Collection> {
    const { collectionId: id, version } = request;
    const { platformId } = principal;
    assertId('Collection', id);
    const order = requireDistinct('videoIds', request.videoIds, { min: 0, max: MAX_VIDEOS });
    const updatedAt = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const collection = await lockVersioned(manager, Collection, 'Collection', key, { updatedAt });
      const links = await readVisibleLinks(manager, principal, id);
      assertSameVideos(
        order,
        links.map((link) => link.videoId),
      );
      const moved = order.flatMap((videoId, index): CollectionVideo[] => {
        const place = links[index];
        return place === undefined || place.videoId === videoId ? [] : [{ ...place, videoId }];
      });
      if (moved.length > 0) {
        const movedIds = moved.map((link) => link.videoId);
        await manager.delete(CollectionVideo, { collectionId: id, videoId: In(movedIds) });
        await manager.insert(CollectionVideo, moved);
      }
      return collection;
    });
  }

  /** Locks the collection by counting an edit, whatever its version: adding and removing disturb no other edit. */
  private async lock(manager: EntityManager, { platformId }: Principal, id: string): Promise<Collection> {
    assertId('Collection', id);
    const { affected } = await manager.update(
      Collection,
      { id, platformId },
      { version: () => 'version + 1', updatedAt: this.clock() },
    );
    if (affected !== 1) throw new NotFoundError('Collection', id);
    return manager.findOneByOrFail(Collection, { id, platformId });
  }
}

/** @throws NotFoundError naming the first that the platform does not have outside the trash */
async function assertVideos(
  manager: EntityManager,
  { platformId }: Principal,
  ids: readonly string[],
): Promise<void> {
  const videos = await new RowQuery(manager, Video, 'video')
    .where(`${owned('video')} AND video.deletedAt IS NULL`, { platformId })
    .where('video.id IN (:...ids)', { ids })
    .all();
  const found = new Set(videos.map((video) => video.id));
  for (const id of ids) if (!found.has(id)) throw new NotFoundError('Video', id);
}

/**
 * One text for whatever is wrong: a key that may not read the collection must not learn from it what the collection holds.
 * @throws BadUserInputError
 */
function assertSameVideos(given: readonly string[], present: readonly string[]): void {
  const expected = new Set(present);
  if (given.length === expected.size && given.every((id) => expected.has(id))) return;
  throw new BadUserInputError(
    'videoIds',
    "are not the collection's videos.",
    'every video of the collection exactly once',
  );
}

import { type EntityManager, IsNull } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { assertId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Page, readPage } from '../database/paging';
import { toSearchText, toSortText } from '../database/searchText';
import { ConflictError } from '../errors';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { type VideoView, viewAt } from './publication';
import { purgeExpired } from './purge';
import { Video } from './Video';
import {
  type NewVideo,
  requireNewVideo,
  requireScheduledTime,
  requireVideoEdit,
  type VideoEdit,
} from './videoInput';
import { videoOrder, type VideoListRequest, whereVideo } from './videoList';
import { insertTags, readTags, replaceTags } from './videoTags';

/** A video, at the version that the caller has seen. */
export interface SeenVideo {
  id: string;
  version: number;
}

/** Columns with their new values; undefined leaves one alone. */
type VideoChanges = { [Property in keyof Video]?: Video[Property] | undefined };

/** The videos of the caller's platform, but for what goes to the trash and comes back. */
export class VideoService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasers: readonly Eraser[],
  ) {}

  /**
   * One video by id or slug; null when the platform has no such video, or it is in the trash.
   * @throws BadUserInputError unless exactly one of the two is given
   */
  async find(
    { platformId }: Principal,
    request: { id?: string | null; slug?: string | null },
  ): Promise<VideoView | null> {
    const key = requireIdOrSlug(request);
    if (key === null) return null;
    const video = await this.database
      .rows(Video, 'video')
      .where('video.platformId = :platformId AND video.deletedAt IS NULL', { platformId })
      .where('id' in key ? 'video.id = :id' : 'video.slug = :slug', key)
      .first();
    return video === null ? null : viewAt(video, this.clock());
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: VideoListRequest): Promise<Page<VideoView>> {
    const now = this.clock();
    const query = this.database.rows(Video, 'video').where('video.platformId = :platformId', { platformId });
    whereVideo(query, request.filter ?? {}, now);
    const page = await readPage(query, videoOrder(request), request);
    return page.map((video) => viewAt(video, now));
  }

  /** Those of `ids` that are there, outside the trash. One statement. */
  async byIds({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, VideoView>> {
    const now = this.clock();
    const videos = await this.database
      .rows(Video, 'video')
      .where(`${owned('video')} AND video.deletedAt IS NULL`, { platformId })
      .where('video.id IN (:...ids)', { ids })
      .all();
    return new Map(videos.map((video) => [video.id, viewAt(video, now)]));
  }

  /** The tags of those of `ids` that have any, in their order. One statement. */
  async tagsOf({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, string[]>> {
    return readTags(this.database.reads, platformId, ids);
  }

  /**
   * Creates a draft.
   * @throws BadUserInputError
   * @throws ConflictError when the slug that was given is taken
   */
  async create({ platformId }: Principal, input: NewVideo): Promise<VideoView> {
    const now = this.clock();
    const { tags, slug: given, ...content } = requireNewVideo(input);
    return this.database.transaction(async (manager) => {
      if (given !== undefined) await purgeExpired(manager, { platformId, slug: given }, now, this.erasers);
      const slug = { given, generated: slugOf(content.title, 'video'), field: 'input.slug' };
      const video = await insertWithSlug(slug, async (free) => {
        const row = manager.create(Video, {
          ...content,
          ...videoTexts(content, tags),
          id: newId(now),
          platformId,
          slug: free,
          publishAt: null,
          createdAt: now,
          updatedAt: now,
          deletedAt: null,
          version: 1,
        });
        await manager.insert(Video, row);
        return row;
      });
      await insertTags(manager, video, tags);
      return viewAt(video, now);
    });
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the video was edited since, or the slug is taken
   */
  async update(principal: Principal, input: VideoEdit): Promise<VideoView> {
    const { tags, ...changes } = requireVideoEdit(input);
    return this.edit(principal, input, async (manager, video, now) => {
      if (changes.slug !== undefined) {
        const { platformId } = video;
        await purgeExpired(manager, { platformId, slug: changes.slug }, now, this.erasers);
      }
      const present = (await readTags(manager, video.platformId, [video.id])).get(video.id) ?? [];
      if (tags !== undefined) await replaceTags(manager, video, present, tags);
      const title = changes.title ?? video.title;
      const description = changes.description ?? video.description;
      return { ...changes, ...videoTexts({ title, description }, tags ?? present) };
    });
  }

  /**
   * Publishes now or at a time. A video that is published already keeps its time.
   * @throws BadUserInputError for a time that is past or too far away
   * @throws NotFoundError
   * @throws ConflictError when the video was edited since, or is to be scheduled and is published
   */
  async publish(
    principal: Principal,
    { scheduledAt, ...seen }: SeenVideo & { scheduledAt?: Date | null },
  ): Promise<VideoView> {
    const publishAt =
      scheduledAt == null ? null : requireScheduledTime('scheduledAt', scheduledAt, this.clock());
    return this.edit(principal, seen, (_manager, video, now) => {
      if (viewAt(video, now).status !== 'PUBLISHED') return { publishAt: publishAt ?? now };
      if (publishAt === null) return {};
      throw new ConflictError('Video is PUBLISHED already: unpublish it before it is scheduled.', {
        field: 'status',
        current: 'PUBLISHED',
      });
    });
  }

  /**
   * Makes a draft of a video, whatever it was.
   * @throws NotFoundError
   * @throws ConflictError when the video was edited since
   */
  async unpublish(principal: Principal, seen: SeenVideo): Promise<VideoView> {
    return this.edit(principal, seen, () => ({ publishAt: null }));
  }

  /** Edits a video outside the trash, in a way that may depend on what it holds. */
  private async edit(
    { platformId }: Principal,
    { id, version }: SeenVideo,
    change: (manager: EntityManager, video: Video, now: Date) => VideoChanges | Promise<VideoChanges>,
  ): Promise<VideoView> {
    assertId('Video', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const alive = { deletedAt: IsNull() };
      const video = await lockVersioned(manager, Video, 'Video', key, { updatedAt: now }, alive);
      const changes = await change(manager, video, now);
      await withFreeSlug('input.slug', changes.slug, () =>
        manager.update(Video, { id, platformId }, { ...changes, updatedAt: now }),
      );
      return viewAt({ ...video, ...withoutUndefined(changes) }, now);
    });
  }
}

function withoutUndefined(changes: VideoChanges): Partial<Video> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** The columns that follow from what people wrote. */
export function videoTexts(
  { title, description }: Pick<Video, 'title' | 'description'>,
  tags: readonly string[],
): Pick<Video, 'sortTitle' | 'searchText'> {
  return { sortTitle: toSortText(title), searchText: toSearchText(title, ...tags, description) };
}

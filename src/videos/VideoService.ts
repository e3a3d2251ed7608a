import { IsNull } from 'typeorm';
import { type Principal } from '../auth/principal';
import { putIntoCategories, replaceCategories } from '../categories/videoCategories';
import { type Clock, systemTimer } from '../clock';
import { type Database } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { GroupedReads } from '../database/GroupedReads';
import { assertId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Page } from '../database/paging';
import { RowQuery } from '../database/RowQuery';
import { editSearchText, toSearchText, toSortText } from '../database/searchText';
import { ConflictError, NotFoundError } from '../errors';
import { readSearchedPage } from '../search/searchedPage';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { VIDEO_FIELDS, type VideoView, viewAt, viewsOf } from './publication';
import { purgeExpired } from './purge';
import { Video } from './Video';
import {
  type NewVideo,
  requireNewVideo,
  requireScheduledTime,
  requireVideoEdit,
  type VideoEdit,
} from './videoInput';
import { SEARCHED_VIDEOS, videoOrder, type VideoListRequest, whereVideo } from './videoList';
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
  /** One statement for all requests that wait for a video each, whosever they are. */
  private readonly videoReads: GroupedReads<VideoView>;
  /** The same, with the text that is searched. */
  private readonly editReads: GroupedReads<VideoView>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasers: readonly Eraser[],
  ) {
    const timer = systemTimer;
    this.videoReads = new GroupedReads({ readMany: (ids) => this.readMany(ids), timer });
    this.editReads = new GroupedReads({ readMany: (ids) => this.readMany(ids, true), timer });
  }

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
    const video = 'id' in key ? await this.videoReads.read(key.id) : await this.bySlug(platformId, key.slug);
    // The statement is for several platforms' callers: here each gets their own platform's only.
    return video?.platformId === platformId ? video : null;
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: VideoListRequest): Promise<Page<VideoView>> {
    const now = this.clock();
    const { filter } = request;
    // What is filtered by the status is shown with the status of that very moment.
    const isAsOfNow = filter?.status != null || filter?.published != null;
    const query = this.views(isAsOfNow ? () => now : undefined).where('video.platformId = :platformId', {
      platformId,
    });
    whereVideo(query, filter ?? {}, now);
    return readSearchedPage(this.database, query, {
      searched: SEARCHED_VIDEOS,
      platformId,
      order: videoOrder(request),
      request,
      derived: VIDEO_FIELDS,
    });
  }

  /** Those of `ids` that are there, outside the trash. One statement. */
  async byIds({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, VideoView>> {
    const videos = await this.views()
      .where(`${owned('video')} AND video.deletedAt IS NULL`, { platformId })
      .where('video.id IN (:...ids)', { ids })
      .all();
    return new Map(videos.map((video) => [video.id, video]));
  }

  /** The tags of those of `ids` that have any, in their order. One statement. */
  async tagsOf({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, string[]>> {
    return readTags(this.database.reads, ids, platformId);
  }

  /**
   * Creates a draft.
   * @throws BadUserInputError
   * @throws NotFoundError when one of the categories is not there
   * @throws ConflictError when the slug that was given is taken
   */
  async create({ platformId }: Principal, input: NewVideo): Promise<VideoView> {
    const now = this.clock();
    const { tags, categoryIds, slug: given, ...content } = requireNewVideo(input);
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
      await putIntoCategories(manager, video, categoryIds);
      return viewAt(video, now);
    });
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError when the video or one of the categories is not there
   * @throws ConflictError when the video was edited since, or the slug is taken
   */
  async update(principal: Principal, input: VideoEdit): Promise<VideoView> {
    const { tags, slug, categoryIds, ...changes } = requireVideoEdit(input);
    if (tags !== undefined || slug !== undefined || categoryIds !== undefined) {
      return this.updateWithOthers(principal, input, { tags, slug, categoryIds, ...changes });
    }
    return this.edit(principal, input, (video) => {
      const { title, description } = changes;
      if (title === undefined && description === undefined) return changes;
      return {
        ...changes,
        sortTitle: title === undefined ? undefined : toSortText(title),
        // The tags stay; they are not known here, and need not be.
        searchText: editSearchText(video.searchText, [title, undefined, description]),
        wordsWritten: null,
      };
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
    return this.edit(principal, seen, (video, now) => {
      if (video.status !== 'PUBLISHED') return { publishAt: publishAt ?? now };
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

  /** Videos as they stand when they are read, unless another moment is given. */
  private views(clock = this.clock): RowQuery<VideoView> {
    return new RowQuery<VideoView>(this.database.reads, Video, 'video').view(viewsOf(clock));
  }

  private bySlug(platformId: string, slug: string): Promise<VideoView | null> {
    return this.views()
      .where('video.platformId = :platformId AND video.slug = :slug', { platformId, slug })
      .where('video.deletedAt IS NULL')
      .first();
  }

  private async readMany(ids: readonly string[], forEdit = false): Promise<Map<string, VideoView>> {
    const query = this.views().where('video.id IN (:...ids) AND video.deletedAt IS NULL', {
      ids,
    });
    const videos = await (forEdit ? query.everything() : query).all();
    return new Map(videos.map((video) => [video.id, video]));
  }

  /**
   * Edits a video outside the trash, in a way that may depend on what it holds. What was read is what is written to: the
   * one statement that writes finds the row only at the version that was read.
   */
  private async edit(
    { platformId }: Principal,
    { id, version }: SeenVideo,
    change: (video: VideoView, now: Date) => VideoChanges | Promise<VideoChanges>,
  ): Promise<VideoView> {
    assertId('Video', id);
    const now = this.clock();
    const video = await this.editReads.read(id);
    if (video?.platformId !== platformId) throw new NotFoundError('Video', id);
    if (video.version !== version) throw ConflictError.staleVersion('Video', version, video.version);
    const changes = { ...(await change(video, now)), updatedAt: now, version: version + 1 };
    const key = { id, platformId, version, deletedAt: null };
    if (await this.database.updateOne(Video, key, changes)) {
      return viewAt(edited(video, changes), now);
    }
    const current = await this.videoReads.read(id);
    if (current === null) throw new NotFoundError('Video', id);
    throw ConflictError.staleVersion('Video', version, current.version);
  }

  /** An edit that writes more than the video's own row. */
  private updateWithOthers(
    { platformId }: Principal,
    { id, version }: SeenVideo,
    { tags, categoryIds, ...changes }: ReturnType<typeof requireVideoEdit>,
  ): Promise<VideoView> {
    assertId('Video', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const alive = { deletedAt: IsNull() };
      const video = await lockVersioned(manager, Video, 'Video', key, { updatedAt: now }, alive);
      const { slug } = changes;
      if (slug !== undefined) await purgeExpired(manager, { platformId, slug }, now, this.erasers);
      const present = (await readTags(manager, [id])).get(id) ?? [];
      if (tags !== undefined) await replaceTags(manager, video, present, tags);
      if (categoryIds !== undefined) await replaceCategories(manager, video, categoryIds);
      const { title = video.title, description = video.description } = changes;
      const written = { ...changes, ...videoTexts({ title, description }, tags ?? present) };
      await withFreeSlug('input.slug', slug, () => manager.update(Video, { id, platformId }, written));
      return viewAt(edited(video, written), now);
    });
  }
}

/** A video after an edit. A copy: others may have read the same row. */
function edited(video: Video, changes: VideoChanges): Video {
  const after: Record<string, unknown> = { ...video };
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) after[name] = value;
  return after as unknown as Video;
}

/** The columns that follow from what people wrote. */
export function videoTexts(
  { title, description }: Pick<Video, 'title' | 'description'>,
  tags: readonly string[],
): Pick<Video, 'sortTitle' | 'searchText' | 'wordsWritten'> {
  return {
    sortTitle: toSortText(title),
    searchText: toSearchText(title, tags.join(' '), description),
    wordsWritten: null,
  };
}

import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, isId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { type Page, readPage } from '../database/paging';
import { ConflictError, NotFoundError } from '../errors';
import { requireScheduledTime } from '../videos/videoInput';
import { Post } from './Post';
import { type NewPost, type PostEdit, requireNewPost, requirePostEdit, type SeenPost } from './postInput';
import { postOrder, type PostListRequest, type PostView, viewAt, wherePost } from './postList';

/** Columns with their new values; undefined leaves one alone. */
type PostChanges = { [Property in keyof Post]?: Post[Property] | undefined };

/** What the caller's platform tells its community. */
export class PostService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One post; null when the platform has no such post. */
  async find({ platformId }: Principal, id: string): Promise<PostView | null> {
    if (!isId(id)) return null;
    const post = await this.database
      .rows(Post, 'post')
      .where('post.id = :id AND post.platformId = :platformId', { id, platformId })
      .first();
    return post === null ? null : viewAt(post, this.clock());
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: PostListRequest): Promise<Page<PostView>> {
    const now = this.clock();
    const query = this.database.rows(Post, 'post').where('post.platformId = :platformId', { platformId });
    wherePost(query, request.filter ?? {}, now);
    const page = await readPage(query, postOrder(request), request);
    return page.map((post) => viewAt(post, now));
  }

  /** What stands in the posts. One statement. */
  async bodies({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database
      .rows(Post, 'post')
      .where(owned('post'), { platformId })
      .where('post.id IN (:...ids)', { ids })
      .raw<Pick<Post, 'id' | 'body'>>('SELECT post.id AS id, post.body AS body{rows}');
    return new Map(rows.map(({ id, body }) => [id, body]));
  }

  /** Creates a draft. @throws BadUserInputError */
  async create({ platformId }: Principal, input: NewPost): Promise<PostView> {
    const now = this.clock();
    const content = requireNewPost(input);
    return this.database.transaction(async (manager) => {
      const post = manager.create(Post, {
        ...content,
        id: newId(now),
        platformId,
        publishAt: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      await manager.insert(Post, post);
      return viewAt(post, now);
    });
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the post was edited since
   */
  async update(principal: Principal, input: PostEdit): Promise<PostView> {
    const changes: PostChanges = requirePostEdit(input);
    if (input.unpublish === true) changes.publishAt = null;
    return this.edit(principal, input, () => changes);
  }

  /**
   * Publishes now or at a time. A post that is published already keeps its time.
   * @throws BadUserInputError for a time that is past or too far away
   * @throws NotFoundError
   * @throws ConflictError when the post was edited since, or is to be scheduled and is published
   */
  async publish(
    principal: Principal,
    { scheduledAt, ...seen }: SeenPost & { scheduledAt?: Date | null },
  ): Promise<PostView> {
    const publishAt =
      scheduledAt == null ? null : requireScheduledTime('input.scheduledAt', scheduledAt, this.clock());
    return this.edit(principal, seen, (post, now) => {
      if (viewAt(post, now).status !== 'PUBLISHED') return { publishAt: publishAt ?? now };
      if (publishAt === null) return {};
      throw new ConflictError('Post is PUBLISHED already: unpublish it before it is scheduled.', {
        field: 'status',
        current: 'PUBLISHED',
      });
    });
  }

  /**
   * Deletes a post for good.
   * @throws NotFoundError
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('Post', id);
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.delete(Post, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Post', id);
    });
  }

  private async edit(
    { platformId }: Principal,
    { id, version }: SeenPost,
    change: (post: Post, now: Date) => PostChanges,
  ): Promise<PostView> {
    assertId('Post', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const post = await lockVersioned(manager, Post, 'Post', key, { updatedAt: now });
      const changes = change(post, now);
      await manager.update(Post, { id, platformId }, { ...changes, updatedAt: now });
      return viewAt(await manager.findOneByOrFail(Post, { id, platformId }), now);
    });
  }
}

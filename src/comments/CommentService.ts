import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { rowsById } from '../database/rowsById';
import { readNestedPages } from '../database/nestedPages';
import { owned } from '../database/owned';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { Comment, type CommentStatus } from './Comment';
import { commentOrder, type CommentListRequest, whereComment, whereVideoIsThere } from './commentList';

/** Reads the comments on videos of the caller's platform. */
export class CommentService {
  constructor(private readonly database: Database) {}

  /**
   * Comments and replies alike, without those on videos in the trash.
   * @throws BadUserInputError for a filter or page that can't be
   */
  async list({ platformId }: Principal, request: CommentListRequest): Promise<Page<Comment>> {
    const query = this.database
      .rows(Comment, 'comment')
      .where('comment.platformId = :platformId', { platformId });
    whereVideoIsThere(query);
    whereComment(query, request.filter ?? {});
    return readPage(query, commentOrder(request), request);
  }

  /** Those of `ids` that are there. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Comment>> {
    return rowsById(this.database, Comment, principal, ids);
  }

  /**
   * The same page of each video's threads, the newest first. One statement.
   * @param status null for comments of whichever
   */
  async pagesOfVideos(
    { platformId }: Principal,
    videoIds: readonly string[],
    status: CommentStatus | null,
    request: PageRequest,
  ): Promise<Map<string, Page<Comment>>> {
    const query = this.database
      .rows(Comment, 'thread')
      .where(owned('thread'), { platformId })
      .where('thread.videoId IN (:...videoIds) AND thread.parentId IS NULL', { videoIds });
    if (status !== null) query.where('thread.status = :status', { status });
    // Ids are made in the order of time.
    const columns = { parent: 'thread.videoId', child: 'thread.id', direction: 'DESC' } as const;
    return readNestedPages(query, columns, Comment, request);
  }

  /**
   * The same page of each comment's replies, the oldest first. One statement.
   * @param status null for replies of whichever
   */
  async pagesOfReplies(
    { platformId }: Principal,
    commentIds: readonly string[],
    status: CommentStatus | null,
    request: PageRequest,
  ): Promise<Map<string, Page<Comment>>> {
    const query = this.database
      .rows(Comment, 'reply')
      .where(owned('reply'), { platformId })
      .where('reply.parentId IN (:...commentIds)', { commentIds });
    if (status !== null) query.where('reply.status = :status', { status });
    return readNestedPages(query, { parent: 'reply.parentId', child: 'reply.id' }, Comment, request);
  }

  /** How many visible replies each comment has; one that has none has no entry. One statement. */
  async replyCounts({ platformId }: Principal, commentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database
      .rows(Comment, 'reply')
      .where(owned('reply'), { platformId })
      .where("reply.parentId IN (:...commentIds) AND reply.status = 'VISIBLE'", { commentIds })
      .raw<{ id: string; count: number | string }>(
        'SELECT reply.parentId AS id, COUNT(*) AS count{rows} GROUP BY reply.parentId',
      );
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }
}

import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type Page, type PageRequest } from '../database/paging';
import { type Comment, type CommentStatus } from './Comment';
import { type CommentService } from './CommentService';

/** Pages of comments by what they hang on; null stands for comments of whichever status. */
type CommentPages = (status: CommentStatus | null) => NestedPageLoader<Comment>;

export interface CommentLoaders {
  /** A comment by its id; null when it is not there. */
  readonly byId: BatchLoader<Comment | null>;
  /** How many visible replies a comment has. */
  readonly replyCount: BatchLoader<number>;
  /** Pages of the threads under a video, by the video's id. */
  readonly ofVideo: CommentPages;
  /** Pages of the replies to a comment, by the comment's id. */
  readonly replies: CommentPages;
}

/** @param principal whose platform is read */
export function createCommentLoaders(comments: CommentService, principal: Principal): CommentLoaders {
  return {
    byId: new BatchLoader<Comment | null>(
      (ids) => comments.byIds(principal, ids),
      () => null,
    ),
    replyCount: new BatchLoader(
      (ids) => comments.replyCounts(principal, ids),
      () => 0,
    ),
    ofVideo: byStatus((ids, status, page) => comments.pagesOfVideos(principal, ids, status, page)),
    replies: byStatus((ids, status, page) => comments.pagesOfReplies(principal, ids, status, page)),
  };
}

function byStatus(
  read: (
    ids: readonly string[],
    status: CommentStatus | null,
    page: PageRequest,
  ) => Promise<Map<string, Page<Comment>>>,
): CommentPages {
  const loaders = new Map<CommentStatus | null, NestedPageLoader<Comment>>();
  return (status) => {
    const loader = loaders.get(status) ?? new NestedPageLoader((ids, page) => read(ids, status, page));
    loaders.set(status, loader);
    return loader;
  };
}

import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { type PostService } from './PostService';

export interface PostLoaders {
  /** What stands in a post, by its id. */
  readonly body: BatchLoader<string>;
}

/** @param principal whose platform is read */
export function createPostLoaders(posts: PostService, principal: Principal): PostLoaders {
  return {
    body: new BatchLoader(
      (ids) => posts.bodies(principal, ids),
      () => '',
    ),
  };
}

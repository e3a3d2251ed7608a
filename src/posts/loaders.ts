import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type PostService } from './PostService';

export interface PostLoaders {
  /** What stands in a post, by its id. */
  readonly body: DataLoader<string, string>;
}

/** @param principal whose platform is read */
export function createPostLoaders(posts: PostService, principal: Principal): PostLoaders {
  return {
    body: batchLoader(
      (ids) => posts.bodies(principal, ids),
      () => '',
    ),
  };
}

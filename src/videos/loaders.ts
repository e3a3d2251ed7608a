import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type VideoService } from './VideoService';

export interface VideoLoaders {
  /** A video's tags, in their order. */
  readonly tags: DataLoader<string, string[]>;
}

/** @param principal whose platform is read */
export function createVideoLoaders(videos: VideoService, principal: Principal): VideoLoaders {
  return {
    tags: batchLoader<string[]>(
      (ids) => videos.tagsOf(principal, ids),
      () => [],
    ),
  };
}

import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type VideoView } from './publication';
import { type VideoService } from './VideoService';

export interface VideoLoaders {
  /** Null for a video that the platform does not have, or has in the trash. */
  readonly byId: DataLoader<string, VideoView | null>;
  /** A video's tags, in their order. */
  readonly tags: DataLoader<string, string[]>;
}

/** @param principal whose platform is read */
export function createVideoLoaders(videos: VideoService, principal: Principal): VideoLoaders {
  return {
    byId: batchLoader<VideoView | null>(
      (ids) => videos.findMany(principal, ids),
      () => null,
    ),
    tags: batchLoader<string[]>(
      (ids) => videos.tagsOf(principal, ids),
      () => [],
    ),
  };
}

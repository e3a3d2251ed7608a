import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type VideoView } from './publication';
import { type VideoService } from './VideoService';

export interface VideoLoaders {
  /** A video outside the trash by its id; null when it is not there. */
  readonly byId: DataLoader<string, VideoView | null>;
  /** A video's tags, in their order. */
  readonly tags: DataLoader<string, string[]>;
}

/** @param principal whose platform is read */
export function createVideoLoaders(videos: VideoService, principal: Principal): VideoLoaders {
  return {
    byId: batchLoader<VideoView | null>(
      (ids) => videos.byIds(principal, ids),
      () => null,
    ),
    tags: batchLoader<string[]>(
      (ids) => videos.tagsOf(principal, ids),
      () => [],
    ),
  };
}

import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { type VideoView } from './publication';
import { type VideoService } from './VideoService';

export interface VideoLoaders {
  /** A video outside the trash by its id; null when it is not there. */
  readonly byId: BatchLoader<VideoView | null>;
  /** A video's tags, in their order. */
  readonly tags: BatchLoader<string[]>;
}

/** @param principal whose platform is read */
export function createVideoLoaders(videos: VideoService, principal: Principal): VideoLoaders {
  return {
    byId: new BatchLoader<VideoView | null>(
      (ids) => videos.byIds(principal, ids),
      () => null,
    ),
    tags: new BatchLoader<string[]>(
      (ids) => videos.tagsOf(principal, ids),
      () => [],
    ),
  };
}

import DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { type Video } from './Video';
import { type VideoService } from './VideoService';

export interface VideoLoaders {
  /** Null for a video that the platform does not have. */
  readonly byId: DataLoader<string, Video | null>;
}

/** @param principal whose platform is read */
export function createVideoLoaders(videos: VideoService, principal: Principal): VideoLoaders {
  return {
    byId: new DataLoader(async (ids) => {
      const found = await videos.findMany(principal, ids);
      const byId = new Map(found.map((video) => [video.id, video]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
  };
}

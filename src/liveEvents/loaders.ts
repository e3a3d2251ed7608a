import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type VideoView } from '../videos/publication';
import { type LiveEventService } from './LiveEventService';

export interface LiveEventLoaders {
  /** A video by its id; null when it is not there. */
  readonly recording: DataLoader<string, VideoView | null>;
}

/** @param principal whose platform is read */
export function createLiveEventLoaders(events: LiveEventService, principal: Principal): LiveEventLoaders {
  return {
    recording: batchLoader<VideoView | null>(
      (ids) => events.recordings(principal, ids),
      () => null,
    ),
  };
}

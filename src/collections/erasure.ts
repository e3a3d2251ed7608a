import { type Eraser } from '../database/erasure';
import { CollectionVideo } from './CollectionVideo';

/** Takes a video that is gone for good out of every collection. */
export const removeFromCollections: Eraser = async (manager, { id }) => {
  await manager.delete(CollectionVideo, { videoId: id });
};

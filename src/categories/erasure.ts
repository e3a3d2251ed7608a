import { type Eraser } from '../database/erasure';
import { VideoCategory } from './VideoCategory';

/** Takes a video that is gone for good out of its categories. */
export const removeFromCategories: Eraser = async (manager, { id }) => {
  await manager.delete(VideoCategory, { videoId: id });
};

import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type VideoView } from '../videos/publication';
import { type Category } from './Category';
import { type CategoryContents } from './CategoryContents';

export interface CategoryLoaders {
  /** A category by its id; null when it is not there. */
  readonly byId: BatchLoader<Category | null>;
  /** Pages of the categories under one, by its id. */
  readonly children: NestedPageLoader<Category>;
  /** Pages of a category's videos, by the category's id. */
  readonly videos: NestedPageLoader<VideoView>;
  /** The categories that a video is in, by the video's id. */
  readonly ofVideo: BatchLoader<Category[]>;
}

/** @param principal whose platform is read */
export function createCategoryLoaders(contents: CategoryContents, principal: Principal): CategoryLoaders {
  return {
    byId: new BatchLoader<Category | null>(
      (ids) => contents.byIds(principal, ids),
      () => null,
    ),
    children: new NestedPageLoader((ids, page) => contents.childPages(principal, ids, page)),
    videos: new NestedPageLoader((ids, page) => contents.videoPages(principal, ids, page)),
    ofVideo: new BatchLoader<Category[]>(
      (ids) => contents.categoriesOf(principal, ids),
      () => [],
    ),
  };
}

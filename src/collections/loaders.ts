import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type VideoView } from '../videos/publication';
import { type Collection } from './Collection';
import { type CollectionContents } from './CollectionContents';
import { type CollectionService } from './CollectionService';

export interface CollectionLoaders {
  /** A collection by its id; null when it is not there. */
  readonly byId: BatchLoader<Collection | null>;
  /** How many videos a collection shows. */
  readonly videoCount: BatchLoader<number>;
  /** Pages of a collection's videos, by the collection's id. */
  readonly videos: NestedPageLoader<VideoView>;
  /** Pages of the collections that a video is in, by the video's id. */
  readonly ofVideo: NestedPageLoader<Collection>;
}

/** @param principal whose platform is read */
export function createCollectionLoaders(
  {
    collections,
    collectionContents,
  }: { collections: CollectionService; collectionContents: CollectionContents },
  principal: Principal,
): CollectionLoaders {
  return {
    byId: new BatchLoader<Collection | null>(
      (ids) => collections.byIds(principal, ids),
      () => null,
    ),
    videoCount: new BatchLoader<number>(
      (ids) => collectionContents.videoCounts(principal, ids),
      () => 0,
    ),
    videos: new NestedPageLoader((ids, page) => collectionContents.videoPages(principal, ids, page)),
    ofVideo: new NestedPageLoader((ids, page) => collectionContents.collectionPages(principal, ids, page)),
  };
}

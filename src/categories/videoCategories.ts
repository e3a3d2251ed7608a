import { type EntityManager, In } from 'typeorm';
import { lockCategories } from './lockCategories';
import { VideoCategory } from './VideoCategory';

type VideoKey = Pick<VideoCategory, 'platformId'> & { readonly id: string };

/**
 * Puts a new video into categories.
 * @param ids without repeats
 * @throws NotFoundError naming the first that the platform does not have
 */
export async function putIntoCategories(
  manager: EntityManager,
  video: VideoKey,
  ids: readonly string[],
): Promise<void> {
  await lockCategories(manager, video.platformId, ids);
  await insertLinks(manager, video, ids);
}

/**
 * Puts a video into these categories and takes it out of all others. Rows that stay are left alone, and those that go are
 * deleted by their keys: a delete by the video alone locks the gap around its rows on MySQL.
 * @param ids without repeats
 * @throws NotFoundError naming the first that the platform does not have
 */
export async function replaceCategories(
  manager: EntityManager,
  video: VideoKey,
  ids: readonly string[],
): Promise<void> {
  await lockCategories(manager, video.platformId, ids);
  const links = await manager.findBy(VideoCategory, { videoId: video.id });
  const present = links.map((link) => link.categoryId);
  const gone = present.filter((id) => !ids.includes(id));
  if (gone.length > 0) await manager.delete(VideoCategory, { videoId: video.id, categoryId: In(gone) });
  await insertLinks(
    manager,
    video,
    ids.filter((id) => !present.includes(id)),
  );
}

async function insertLinks(
  manager: EntityManager,
  { id: videoId, platformId }: VideoKey,
  categoryIds: readonly string[],
): Promise<void> {
  if (categoryIds.length === 0) return;
  await manager.insert(
    VideoCategory,
    categoryIds.map((categoryId) => ({ categoryId, videoId, platformId })),
  );
}

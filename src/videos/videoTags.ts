import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../database/groupBy';
import { owned } from '../database/owned';
import { RowQuery } from '../database/RowQuery';
import { type Video } from './Video';
import { VideoTag } from './VideoTag';

/**
 * The tags of those of `videoIds` that have any, in their order. One statement.
 * @param platformId whose videos are looked at; left out where they are known to be the caller's
 */
export async function readTags(
  manager: EntityManager,
  videoIds: readonly string[],
  platformId?: string,
): Promise<Map<string, string[]>> {
  const query = new RowQuery(manager, VideoTag, 'tagged');
  if (platformId !== undefined) query.where(owned('tagged'), { platformId });
  const rows = await query
    .where('tagged.videoId IN (:...videoIds)', { videoIds })
    .orderBy('tagged.videoId')
    .orderBy('tagged.position')
    .all();
  const groups = groupBy(rows, (row) => row.videoId);
  return new Map([...groups].map(([id, tags]) => [id, tags.map(({ tag }) => tag)]));
}

export async function insertTags(
  manager: EntityManager,
  { id, platformId }: Pick<Video, 'id' | 'platformId'>,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  await manager.insert(
    VideoTag,
    tags.map((tag, position) => ({ videoId: id, tag, platformId, position })),
  );
}

/**
 * Gives a video these tags and no others. Deletes the rows that are there one by one key: a delete by the video alone
 * locks the gap around its rows on MySQL, and edits of neighbouring videos would wait for each other in a circle.
 */
export async function replaceTags(
  manager: EntityManager,
  video: Pick<Video, 'id' | 'platformId'>,
  present: readonly string[],
  tags: readonly string[],
): Promise<void> {
  if (present.length > 0) await manager.delete(VideoTag, { videoId: video.id, tag: In([...present]) });
  await insertTags(manager, video, tags);
}

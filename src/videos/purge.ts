import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { type Eraser } from '../database/erasure';
import { trashCutoff } from './retention';
import { Video } from './Video';
import { VideoTag } from './VideoTag';

/** At most this many at a time, so that no caller waits for others' trash. deleteVideo's guardrail adds 50 a day. */
const MAX_PURGED = 20;

/**
 * Removes rows of videos whose 30 days in the trash are over. Nobody can see them any more; this only frees their place
 * and their slugs.
 * @param erasers delete what other domains keep about a video
 */
export async function purgeExpired(
  manager: EntityManager,
  which: { platformId: string; slug?: string },
  now: Date,
  erasers: readonly Eraser[],
): Promise<void> {
  const deletedAt = LessThanOrEqual(trashCutoff(now));
  const { platformId } = which;
  const expired = await manager.find(Video, {
    select: { id: true },
    where: { ...which, deletedAt },
    take: MAX_PURGED,
  });
  for (const { id } of expired) {
    // A process whose clock is behind may have brought it back meanwhile: only what is deleted here loses its rows.
    const { affected } = await manager.delete(Video, { id, platformId, deletedAt });
    if (affected !== 1) continue;
    await manager.delete(VideoTag, { videoId: id });
    for (const erase of erasers) await erase(manager, { platformId, id });
  }
}

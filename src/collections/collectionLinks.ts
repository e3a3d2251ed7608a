import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { RowQuery } from '../database/RowQuery';
import { Video } from '../videos/Video';
import { CollectionVideo } from './CollectionVideo';

/** The platform's links to videos outside the trash, as `link`. */
export function visibleLinks(manager: EntityManager, { platformId }: Principal): RowQuery<CollectionVideo> {
  return new RowQuery(manager, CollectionVideo, 'link')
    .join(Video, 'video', 'video.id = link.videoId AND video.deletedAt IS NULL')
    .where('link.platformId = :platformId', { platformId });
}

/** A collection's links to videos outside the trash, in its order. */
export async function readVisibleLinks(
  manager: EntityManager,
  principal: Principal,
  collectionId: string,
): Promise<readonly CollectionVideo[]> {
  return visibleLinks(manager, principal)
    .where('link.collectionId = :collectionId', { collectionId })
    .orderBy('link.position')
    .orderBy('link.videoId')
    .all();
}

/**
 * Moves what comes after a place, so that `count` videos fit in.
 * @param place `position` counts the videos that show; `end` is the first position that is free
 * @returns the position of the first of them
 */
export async function makeRoom(
  manager: EntityManager,
  principal: Principal,
  { collectionId, position, end }: { collectionId: string; position: number; end: number },
  count: number,
): Promise<number> {
  const next = (await readVisibleLinks(manager, principal, collectionId))[position];
  if (next === undefined) return end;
  await manager
    .createQueryBuilder()
    .update(CollectionVideo)
    .set({ position: () => 'position + :count' })
    .where('collectionId = :collectionId AND position >= :start', {
      collectionId,
      start: next.position,
      count,
    })
    .execute();
  return next.position;
}

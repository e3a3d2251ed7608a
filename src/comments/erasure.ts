import { type Eraser } from '../database/erasure';
import { Comment } from './Comment';

/** Deletes the comments on a video that is gone for good. */
export const deleteCommentsOfVideo: Eraser = async (manager, { platformId, id }) => {
  await manager.delete(Comment, { platformId, videoId: id });
};

/**
 * Deletes what a member wrote who is gone for good, and the replies to it: these address them by name.
 */
export const deleteCommentsOfMember: Eraser = async (manager, { platformId, id }) => {
  // DISTINCT makes MySQL read the ids before it deletes: it refuses to select from the table that it deletes from.
  const written =
    'SELECT authored.id FROM (SELECT DISTINCT own.id FROM comments own WHERE own.platformId = :platformId AND own.memberId = :id) authored';
  await manager
    .createQueryBuilder()
    .delete()
    .from(Comment)
    .where(`platformId = :platformId AND parentId IN (${written})`, { platformId, id })
    .execute();
  await manager.delete(Comment, { platformId, memberId: id });
};

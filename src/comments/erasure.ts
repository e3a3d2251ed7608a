import { In } from 'typeorm';
import { type Eraser } from '../database/erasure';
import { RowQuery } from '../database/RowQuery';
import { Comment } from './Comment';

/** So few that MariaDB looks into the index to see how many rows they are; by its averages it would read the whole table. */
const IDS_PER_STATEMENT = 100;

/** Deletes the comments on a video that is gone for good. */
export const deleteCommentsOfVideo: Eraser = async (manager, { platformId, id }) => {
  await manager.delete(Comment, { platformId, videoId: id });
};

/**
 * Deletes what a member wrote who is gone for good, and the replies to it: these address them by name.
 */
export const deleteCommentsOfMember: Eraser = async (manager, { platformId, id }) => {
  const written = await new RowQuery(manager, Comment, 'own')
    .where('own.platformId = :platformId AND own.memberId = :id', { platformId, id })
    .raw<{ id: string }>('SELECT own.id AS id{rows}');
  // The comments first: whoever is replying holds the row, and is waited for.
  await manager.delete(Comment, { platformId, memberId: id });
  // By their ids: MariaDB finds the rows of a DELETE by no subquery's index, but reads and locks the whole table.
  for (let start = 0; start < written.length; start += IDS_PER_STATEMENT) {
    const parentId = In(written.slice(start, start + IDS_PER_STATEMENT).map((comment) => comment.id));
    await manager.delete(Comment, { platformId, parentId });
  }
};

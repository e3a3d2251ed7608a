import { type EntityManager } from 'typeorm';
import { assertId } from '../database/ids';
import { RowQuery } from '../database/RowQuery';
import { NotFoundError } from '../errors';
import { Comment } from './Comment';
import { whereVideoIsThere } from './commentList';

/**
 * One comment of the platform.
 * @throws NotFoundError when there is none, or its video is in the trash
 */
export async function findComment(manager: EntityManager, platformId: string, id: string): Promise<Comment> {
  assertId('Comment', id);
  const query = new RowQuery(manager, Comment, 'comment').where(
    'comment.id = :id AND comment.platformId = :platformId',
    { id, platformId },
  );
  whereVideoIsThere(query);
  const comment = await query.first();
  if (comment === null) throw new NotFoundError('Comment', id);
  return comment;
}

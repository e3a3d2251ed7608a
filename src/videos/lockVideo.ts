import { type EntityManager, IsNull } from 'typeorm';
import { assertId } from '../database/ids';
import { holdRow } from '../database/optimisticLock';
import { NotFoundError } from '../errors';
import { Video } from './Video';

/**
 * Makes sure that a video is there, outside the trash, and that it stays so until the transaction ends: what hangs on a
 * video is written under this lock.
 * @throws NotFoundError
 */
export async function lockVideo(manager: EntityManager, platformId: string, id: string): Promise<void> {
  assertId('Video', id);
  if (!(await holdRow(manager, Video, { id, platformId, deletedAt: IsNull() })))
    throw new NotFoundError('Video', id);
}

import { type EntityManager, IsNull } from 'typeorm';
import { assertId } from '../database/ids';
import { NotFoundError } from '../errors';
import { Video } from './Video';

/**
 * Makes sure that a video is there, outside the trash, and that it stays so until the transaction ends: what hangs on a
 * video is written under this lock. An UPDATE that changes nothing locks the row on every engine.
 * @throws NotFoundError
 */
export async function lockVideo(manager: EntityManager, platformId: string, id: string): Promise<void> {
  assertId('Video', id);
  const { affected } = await manager.update(
    Video,
    { id, platformId, deletedAt: IsNull() },
    { version: () => 'version' },
  );
  if (affected !== 1) throw new NotFoundError('Video', id);
}

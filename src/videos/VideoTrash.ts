import { IsNull, MoreThan } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { assertId } from '../database/ids';
import { NotFoundError } from '../errors';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { type VideoView, viewAt } from './publication';
import { purgeExpired } from './purge';
import { goneAt, trashCutoff } from './retention';
import { Video } from './Video';

/** A video that went to the trash. */
export interface TrashedVideo {
  readonly id: string;
  /** Until when it can be brought back. */
  readonly restorableUntil: Date;
}

/** Where deleted videos stay for 30 days, with their tags, their slug and their places in collections. */
export class VideoTrash {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
    private readonly erasers: readonly Eraser[],
  ) {}

  /**
   * Moves a video to the trash. Counts as one of deleteVideo's `videos`.
   * @throws NotFoundError when the platform has no such video, or it is in the trash
   * @throws GuardrailExceededError
   */
  async delete(principal: Principal, id: string): Promise<TrashedVideo> {
    assertId('Video', id);
    const { platformId } = principal;
    const now = this.clock();
    await this.guardrails.transaction(principal, 'deleteVideo', async (manager) => {
      await this.guardrails.consume(manager, principal, 'deleteVideo', { videos: 1 });
      const { affected } = await manager.update(
        Video,
        { id, platformId, deletedAt: IsNull() },
        { deletedAt: now, updatedAt: now, version: () => 'version + 1' },
      );
      if (affected !== 1) throw new NotFoundError('Video', id);
      await purgeExpired(manager, { platformId }, now, this.erasers);
    });
    return { id, restorableUntil: goneAt(now) };
  }

  /**
   * Brings a video back from the trash as it was.
   * @throws NotFoundError when it is not in the trash, or its 30 days are over
   */
  async restore({ platformId }: Principal, id: string): Promise<VideoView> {
    assertId('Video', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        Video,
        { id, platformId, deletedAt: MoreThan(trashCutoff(now)) },
        { deletedAt: null, updatedAt: now, version: () => 'version + 1' },
      );
      if (affected !== 1) throw new NotFoundError('Video', id);
      return viewAt(await manager.findOneByOrFail(Video, { id, platformId }), now);
    });
  }
}

import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { ConflictError, NotFoundError } from '../errors';
import { Comment } from './Comment';
import { readHiddenReason, type SeenComment } from './commentInput';
import { findComment } from './findComment';

/** Decides which comments show on the platform's site. */
export class CommentModeration {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a comment off the site; a thread goes with the comment that began it.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when somebody was faster, or the comment is hidden already
   */
  async hide(principal: Principal, input: SeenComment & { reason?: string | null }): Promise<Comment> {
    const hiddenReason = readHiddenReason('input.reason', input.reason);
    return this.changeStatus(principal, input, {
      status: 'HIDDEN',
      hiddenAt: this.clock(),
      hiddenReason,
    });
  }

  /**
   * Shows a hidden comment again.
   * @throws NotFoundError
   * @throws ConflictError when somebody was faster, or the comment is not hidden
   */
  async unhide(principal: Principal, input: SeenComment): Promise<Comment> {
    return this.changeStatus(principal, input, { status: 'VISIBLE', hiddenAt: null, hiddenReason: null });
  }

  /**
   * Deletes a comment for good, with the replies to it.
   * @throws NotFoundError
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    await findComment(this.database.reads, platformId, id);
    await this.database.transaction(async (manager) => {
      // The comment first: whoever is replying holds its row, and is waited for.
      const { affected } = await manager.delete(Comment, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Comment', id);
      await manager.delete(Comment, { parentId: id, platformId });
    });
  }

  private async changeStatus(
    { platformId }: Principal,
    { id, version }: SeenComment,
    to: Pick<Comment, 'status' | 'hiddenAt' | 'hiddenReason'>,
  ): Promise<Comment> {
    await findComment(this.database.reads, platformId, id);
    const from = to.status === 'HIDDEN' ? 'VISIBLE' : 'HIDDEN';
    const updatedAt = this.clock();
    return this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        Comment,
        { id, platformId, version, status: from },
        { ...to, updatedAt, version: version + 1 },
      );
      const comment = await manager.findOneBy(Comment, { id, platformId });
      if (comment === null) throw new NotFoundError('Comment', id);
      if (affected === 1) return comment;
      if (comment.version !== version) {
        throw ConflictError.staleVersion('Comment', version, comment.version);
      }
      throw new ConflictError(`Comment is ${comment.status} already.`, {
        field: 'status',
        current: comment.status,
      });
    });
  }
}

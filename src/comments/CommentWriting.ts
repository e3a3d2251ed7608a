import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { RowQuery } from '../database/RowQuery';
import { ConflictError, NotFoundError } from '../errors';
import { Member } from '../members/Member';
import { Platform } from '../platforms/Platform';
import { Video } from '../videos/Video';
import { Comment } from './Comment';
import { readAuthorName, readCommentText } from './commentInput';
import { findComment } from './findComment';

/** What a member writes under a video on the platform's site. */
export interface MemberComment {
  videoId: string;
  memberId: string;
  text: string;
  /** The comment that it replies to; null and undefined begin a thread. */
  replyTo?: string | null;
}

/** What the platform itself answers. */
export interface PlatformReply {
  commentId: string;
  text: string;
  /** Under which name; the platform's when left out. */
  authorName?: string | null;
}

/** Adds comments: the members', which come from the platform's site, and the platform's replies. */
export class CommentWriting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in what a member wrote. No tool leads here: members do not sign in to the API, and a key can't speak for them.
   * @throws BadUserInputError
   * @throws NotFoundError when the platform does not have the video, the member or the comment that is replied to
   * @throws ConflictError when the member is suspended, or the thread is hidden
   */
  async write(
    { platformId }: Pick<Principal, 'platformId'>,
    { videoId, memberId, text, replyTo }: MemberComment,
  ): Promise<Comment> {
    assertId('Video', videoId);
    assertId('Member', memberId);
    const content = readCommentText('text', text);
    const now = this.clock();
    const target = replyTo == null ? null : await findComment(this.database.reads, platformId, replyTo);
    if (target !== null && target.videoId !== videoId) throw new NotFoundError('Comment', target.id);
    return this.database.transaction(async (manager) => {
      await seeMember(manager, { platformId, id: memberId }, now);
      await assertVideo(manager, platformId, videoId);
      const parentId = target === null ? null : await lockThread(manager, target, now);
      return insertComment(manager, now, {
        platformId,
        videoId,
        parentId,
        memberId,
        authorName: null,
        text: content,
      });
    });
  }

  /**
   * Answers a comment in the platform's name. A reply to a reply joins its thread.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the comment or its thread is hidden
   */
  async reply({ platformId }: Principal, input: PlatformReply): Promise<Comment> {
    const text = readCommentText('input.text', input.text);
    const authorName = readAuthorName('input.authorName', input.authorName);
    const now = this.clock();
    const target = await findComment(this.database.reads, platformId, input.commentId);
    return this.database.transaction(async (manager) => {
      const parentId = await lockThread(manager, target, now);
      return insertComment(manager, now, {
        platformId,
        videoId: target.videoId,
        parentId,
        memberId: null,
        authorName: authorName ?? (await platformName(manager, platformId)),
        text,
      });
    });
  }
}

/**
 * Locks the comment that began a thread, so that it can't be deleted or hidden before the reply is there.
 * @returns its id
 * @throws NotFoundError when it, or the reply that is answered, is not there any more
 * @throws ConflictError when one of the two is hidden
 */
async function lockThread(manager: EntityManager, target: Comment, now: Date): Promise<string> {
  const { platformId } = target;
  const id = target.parentId ?? target.id;
  const { affected } = await manager.update(
    Comment,
    { id, platformId, status: 'VISIBLE' },
    { updatedAt: now },
  );
  const ids = [...new Set([id, target.id])];
  const comments = await new RowQuery(manager, Comment, 'comment')
    .where('comment.platformId = :platformId AND comment.id IN (:...ids)', { platformId, ids })
    .all();
  if (comments.some(({ status }) => status === 'HIDDEN')) {
    throw new ConflictError('Comment is HIDDEN: unhide it before it is replied to.', {
      field: 'status',
      current: 'HIDDEN',
    });
  }
  if (affected !== 1 || comments.length < ids.length) throw new NotFoundError('Comment', target.id);
  return id;
}

/** Notes that the member was seen, which locks their row: who is being erased leaves no comment behind. */
async function seeMember(
  manager: EntityManager,
  member: { platformId: string; id: string },
  now: Date,
): Promise<void> {
  const { affected } = await manager.update(Member, { ...member, status: 'ACTIVE' }, { lastSeenAt: now });
  if (affected === 1) return;
  if (!(await manager.existsBy(Member, member))) throw new NotFoundError('Member', member.id);
  throw new ConflictError('Member is SUSPENDED.', { field: 'status', current: 'SUSPENDED' });
}

async function assertVideo(manager: EntityManager, platformId: string, id: string): Promise<void> {
  const video = await new RowQuery(manager, Video, 'video')
    .where('video.id = :id AND video.platformId = :platformId', { id, platformId })
    .where('video.deletedAt IS NULL')
    .first();
  if (video === null) throw new NotFoundError('Video', id);
}

async function platformName(manager: EntityManager, id: string): Promise<string> {
  return (await manager.findOneByOrFail(Platform, { id })).name;
}

type NewComment = Pick<Comment, 'platformId' | 'videoId' | 'parentId' | 'memberId' | 'authorName' | 'text'>;

async function insertComment(manager: EntityManager, now: Date, content: NewComment): Promise<Comment> {
  const comment = manager.create(Comment, {
    ...content,
    isReply: content.parentId !== null,
    id: newId(now),
    status: 'VISIBLE',
    hiddenAt: null,
    hiddenReason: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
  await manager.insert(Comment, comment);
  return comment;
}

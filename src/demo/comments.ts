import { type Comment } from '../comments/Comment';
import { newId } from '../database/ids';
import { type Member } from '../members/Member';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';

const DAY_MS = 86_400_000;
const SPAM = [
  'Earn 900 a day from home, ask me how!!!',
  'Best pills, best price, write to me.',
  'FREE PHONE for the first hundred, link in my profile',
] as const;

/** Most published videos have a few threads, some of them with replies; a few comments are spam, and hidden. */
export function demoComments(
  plan: DemoPlan,
  videos: readonly Video[],
  members: readonly Member[],
): readonly Comment[] {
  const { random, daysAgo } = plan;
  const [first, ...others] = members;
  if (first === undefined) return [];
  const now = daysAgo(0);
  const comments: Comment[] = [];
  for (const { id: videoId, publishAt } of videos) {
    if (publishAt === null || publishAt >= now || !random.chance(0.85)) continue;
    const writer = (): Member => random.pick([first, ...others]);
    for (let count = random.between(1, 3); count > 0; count -= 1) {
      const member = writer();
      const earliest = Math.max(publishAt.getTime(), member.joinedAt.getTime());
      const thread = threadOf(plan, { videoId, member, at: timeBetween(plan, earliest, now), writer });
      // A day later at the latest, and never in the future.
      comments.push(...thread.filter(({ createdAt }) => createdAt < now));
    }
  }
  return comments;
}

interface ThreadPlan {
  videoId: string;
  member: Member;
  at: Date;
  writer: () => Member;
}

/** A comment, and the reply to it if there is one. */
function threadOf(plan: DemoPlan, { videoId, member, at, writer }: ThreadPlan): Comment[] {
  const { site, platformId, random } = plan;
  const { praise, questions, replies } = site.community;
  const begin = { platformId, videoId, parentId: null, memberId: member.id, authorName: null };
  if (random.chance(0.03)) return [commentOf({ ...begin, text: random.pick(SPAM) }, at, true)];
  const later = timeBetween(plan, at.getTime(), new Date(at.getTime() + DAY_MS));
  if (random.chance(0.4)) {
    const { text, answer } = random.pick(questions);
    const comment = commentOf({ ...begin, text }, at);
    if (random.chance(0.25)) return [comment];
    const author = { memberId: null, authorName: site.admin.name };
    return [comment, commentOf({ ...begin, ...author, parentId: comment.id, text: answer }, later)];
  }
  const comment = commentOf({ ...begin, text: random.pick(praise) }, at);
  const other = writer();
  if (!random.chance(0.3) || other.joinedAt > later) return [comment];
  const reply = { ...begin, memberId: other.id, parentId: comment.id, text: random.pick(replies) };
  return [comment, commentOf(reply, later)];
}

function timeBetween({ random }: DemoPlan, from: number, to: Date): Date {
  return new Date(from + Math.floor(random.next() * Math.max(1, to.getTime() - from)));
}

type Written = Pick<Comment, 'platformId' | 'videoId' | 'parentId' | 'memberId' | 'authorName' | 'text'>;

function commentOf(written: Written, createdAt: Date, isSpam = false): Comment {
  const hiddenAt = isSpam ? new Date(createdAt.getTime() + DAY_MS / 48) : null;
  return {
    ...written,
    isReply: written.parentId !== null,
    id: newId(createdAt),
    status: isSpam ? 'HIDDEN' : 'VISIBLE',
    hiddenAt,
    hiddenReason: isSpam ? 'Advertising.' : null,
    createdAt,
    updatedAt: hiddenAt ?? createdAt,
    version: isSpam ? 2 : 1,
  };
}

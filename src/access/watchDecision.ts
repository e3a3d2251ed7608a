import { type Member } from '../members/Member';
import { type Plan } from '../plans/Plan';
import { type Subscription } from '../subscriptions/Subscription';
import { type Video } from '../videos/Video';
import { type AccessGrantView } from './grantStatus';

/** In the order in which they are looked at: the first that is true decides. */
export type WatchReason =
  'NO_SUCH_VIDEO' | 'NOT_PUBLISHED' | 'PUBLIC' | 'UNLISTED' | 'SUSPENDED' | 'GRANT' | 'PLAN' | 'NO_ACCESS';

/** Whether a member can watch a video at some moment, and why. */
export interface WatchDecision {
  readonly allowed: boolean;
  readonly reason: WatchReason;
  /** When the reason ceases to be one, as far as is known. */
  readonly until: Date | null;
  /** The grant that lets them, when the reason is GRANT. */
  readonly grant: AccessGrantView | null;
  /** The plan that lets them, when the reason is PLAN. */
  readonly plan: Plan | null;
}

/** A subscription that lets a member watch, and its plan. */
export interface Entitlement {
  readonly subscription: Subscription;
  readonly plan: Plan;
}

/**
 * What does not hang on the member, or only on their status.
 * @param video null when the platform has none of this id outside the trash
 * @param member null when they are not there any more
 * @returns null when it hangs on what the member was granted and pays for
 */
export function decideAtOnce(
  video: Pick<Video, 'publishAt' | 'visibility'> | null,
  member: Pick<Member, 'status'> | null,
  now: Date,
): WatchDecision | null {
  if (video === null) return decision('NO_SUCH_VIDEO');
  if (video.publishAt === null || video.publishAt > now) return decision('NOT_PUBLISHED');
  if (video.visibility !== 'MEMBERS') return decision(video.visibility);
  if (member === null) return decision('NO_ACCESS');
  return member.status === 'SUSPENDED' ? decision('SUSPENDED') : null;
}

/**
 * What hangs on the member. Of several grants, or plans, the one that holds longest.
 * @param grants the member's active ones to the video: to everything, or to a collection that it is in
 * @param entitlements the member's whose plans include the video
 */
export function decideByAccess(
  grants: readonly AccessGrantView[],
  entitlements: readonly Entitlement[],
  now: Date,
): WatchDecision {
  const grant = longest(grants, ({ until }) => until);
  if (grant !== null) return { ...decision('GRANT'), until: grant.until, grant };
  const entitlement = longest(entitlements, ({ subscription }) => knownEnd(subscription, now));
  if (entitlement === null) return decision('NO_ACCESS');
  const { subscription, plan } = entitlement;
  return { ...decision('PLAN'), until: knownEnd(subscription, now), plan };
}

const ALLOWING: ReadonlySet<WatchReason> = new Set(['PUBLIC', 'UNLISTED', 'GRANT', 'PLAN']);

function decision(reason: WatchReason): WatchDecision {
  return { allowed: ALLOWING.has(reason), reason, until: null, grant: null, plan: null };
}

/** Null while it is renewed, and once its end is past: it then goes on until Stripe says that it does not. */
function knownEnd(
  { cancelAtPeriodEnd, currentPeriodEnd, trialEndsAt }: Subscription,
  now: Date,
): Date | null {
  const end = cancelAtPeriodEnd ? (currentPeriodEnd ?? trialEndsAt) : null;
  return end !== null && end > now ? end : null;
}

/** The first of those that end last; null for none. What has no end, ends last. */
function longest<Item>(items: readonly Item[], endOf: (item: Item) => Date | null): Item | null {
  const time = (item: Item): number => endOf(item)?.getTime() ?? Infinity;
  return items.reduce<Item | null>(
    (best, item) => (best === null || time(item) > time(best) ? item : best),
    null,
  );
}

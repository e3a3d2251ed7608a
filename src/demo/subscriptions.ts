import { newId } from '../database/ids';
import { type Member } from '../members/Member';
import { type Plan } from '../plans/Plan';
import { type Subscription, type SubscriptionStatus } from '../subscriptions/Subscription';
import { type DemoPlan } from './DemoPlan';

/** A subscription with its times in days before today, from which its payments follow. */
export interface DemoSubscription {
  readonly row: Subscription;
  readonly plan: Plan;
  /** When the first payment was due: after the trial. */
  readonly firstDue: number;
  /** After which nothing was due any more; 0 while it goes on. */
  readonly lastDue: number;
  readonly intervalDays: number;
}

/** Members who never subscribed. */
const SHARE_WITHOUT = 0.1;
/** How far back it goes: more than a year, so that a year is whole. */
const MOST_DAYS = 460;
/** The price went up then; who had subscribed before goes on paying less. */
const PRICE_CHANGE_DAYS = 210;
const STATUSES: readonly [SubscriptionStatus, share: number][] = [
  ['CANCELED', 0.2],
  ['TRIALING', 0.07],
  ['PAST_DUE', 0.05],
  ['PAUSED', 0.04],
  ['INCOMPLETE', 0.03],
];

/** Subscriptions of most members, in every status. */
export function demoSubscriptions(
  plan: DemoPlan,
  plans: readonly [Plan, ...Plan[]],
  members: readonly Member[],
): DemoSubscription[] {
  const { random } = plan;
  const today = plan.daysAgo(0).getTime();
  return members.flatMap((member) => {
    if (random.chance(SHARE_WITHOUT)) return [];
    const memberDays = (today - member.joinedAt.getTime()) / 86_400_000;
    return [subscriptionOf(plan, random.pick(plans), { member, memberDays })];
  });
}

function subscriptionOf(
  { platformId, random, daysAgo }: DemoPlan,
  plan: Plan,
  { member, memberDays }: { member: Member; memberDays: number },
): DemoSubscription {
  const picked = pickStatus(random.next());
  const status = picked === 'TRIALING' && plan.trialDays === 0 ? 'ACTIVE' : picked;
  const longest = status === 'TRIALING' ? plan.trialDays : status === 'INCOMPLETE' ? 1 : MOST_DAYS;
  const started = Math.min(memberDays, longest) * (0.02 + 0.98 * random.next());
  const ended = status === 'CANCELED' ? started * random.next() * 0.8 : null;
  const paused = status === 'PAUSED' ? started * random.next() * 0.3 : null;
  const intervalDays = plan.interval === 'YEAR' ? 365 : 30;
  const firstDue = started - plan.trialDays;
  const lastDue = ended ?? paused ?? 0;
  const periods = Math.max(0, Math.floor((firstDue - lastDue) / intervalDays));
  const periodStart = firstDue <= lastDue ? started : firstDue - periods * intervalDays;
  const periodEnd = firstDue <= lastDue ? firstDue : periodStart - intervalDays;
  const isEnding = status === 'ACTIVE' && random.chance(0.08);
  const canceled =
    ended === null ? (isEnding ? periodStart * random.next() : null) : Math.min(started, ended + 5);
  const startedAt = daysAgo(started);
  const orNull = (days: number | null): Date | null => (days === null ? null : daysAgo(days));
  const row: Subscription = {
    id: newId(startedAt),
    platformId,
    memberId: member.id,
    planId: plan.id,
    status,
    startedAt,
    currentPeriodStart: status === 'INCOMPLETE' ? null : daysAgo(periodStart),
    currentPeriodEnd: status === 'INCOMPLETE' ? null : daysAgo(periodEnd),
    trialEndsAt: plan.trialDays === 0 ? null : daysAgo(firstDue),
    cancelAtPeriodEnd: isEnding,
    canceledAt: orNull(canceled),
    endedAt: orNull(ended),
    pausedAt: orNull(paused),
    amount: started > PRICE_CHANGE_DAYS ? Math.round((plan.amount * 0.85) / 100) * 100 : plan.amount,
    currency: plan.currency,
    interval: plan.interval,
    stripeSubscriptionId: null,
    stripeCustomerId: null,
    stripeUpdatedAt: null,
    createdAt: startedAt,
    updatedAt: daysAgo(Math.min(started, ended ?? paused ?? canceled ?? periodStart)),
    version: 1,
  };
  return { row, plan, firstDue, lastDue, intervalDays };
}

function pickStatus(share: number): SubscriptionStatus {
  let sum = 0;
  for (const [status, part] of STATUSES) {
    sum += part;
    if (share < sum) return status;
  }
  return 'ACTIVE';
}

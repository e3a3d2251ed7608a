import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { CollectionVideo } from '../collections/CollectionVideo';
import { type Database } from '../database/Database';
import { groupBy } from '../database/groupBy';
import { isId } from '../database/ids';
import { owned } from '../database/owned';
import { Member } from '../members/Member';
import { Plan } from '../plans/Plan';
import { PlanCollection } from '../plans/PlanCollection';
import { ENTITLING_STATUSES, Subscription } from '../subscriptions/Subscription';
import { Video } from '../videos/Video';
import { AccessGrant } from './AccessGrant';
import { type AccessGrantView, viewAt, whereStatus } from './grantStatus';
import { decideAtOnce, decideByAccess, type Entitlement, type WatchDecision } from './watchDecision';

/** Somebody who wants to watch something. */
export interface Watching {
  readonly memberId: string;
  readonly videoId: string;
}

/** What the members of the ids were granted and pay for. */
interface MembersAccess {
  readonly grants: ReadonlyMap<string, readonly AccessGrantView[]>;
  readonly entitlements: ReadonlyMap<string, readonly Entitlement[]>;
  /** The collections that each plan opens, by the plan's id. */
  readonly planCollections: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Answers, for the whole product, whether a member can watch a video. */
export class WatchService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Decides in the order of {@link WatchReason}. The number of statements does not grow with the number of questions.
   * @returns the decisions in the questions' order
   */
  async decide(principal: Principal, questions: readonly Watching[]): Promise<WatchDecision[]> {
    const now = this.clock();
    const [members, videos] = await Promise.all([
      this.members(principal, distinct(questions.map(({ memberId }) => memberId))),
      this.videos(principal, distinct(questions.map(({ videoId }) => videoId).filter(isId))),
    ]);
    const atOnce = questions.map(({ memberId, videoId }) =>
      decideAtOnce(videos.get(videoId) ?? null, members.get(memberId) ?? null, now),
    );
    const open = questions.filter((_question, index) => atOnce[index] === null);
    if (open.length === 0) return atOnce.filter((decision) => decision !== null);
    const [collections, access] = await Promise.all([
      this.collectionsOf(principal, distinct(open.map(({ videoId }) => videoId))),
      this.accessOf(principal, distinct(open.map(({ memberId }) => memberId)), now),
    ]);
    return questions.map(
      (question, index) =>
        atOnce[index] ?? byAccess(question, collections.get(question.videoId) ?? NOTHING, access, now),
    );
  }

  private async members(
    { platformId }: Principal,
    ids: readonly string[],
  ): Promise<Map<string, Pick<Member, 'status'>>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database
      .rows(Member, 'member')
      .where(owned('member'), { platformId })
      .where('member.id IN (:...ids)', { ids })
      .raw<Pick<Member, 'id' | 'status'>>('SELECT member.id AS id, member.status AS status{rows}');
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async videos({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, Video>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database
      .rows(Video, 'video')
      .where(`${owned('video')} AND video.deletedAt IS NULL`, { platformId })
      .where('video.id IN (:...ids)', { ids })
      .all();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The ids of the collections that each video is in. */
  private async collectionsOf(
    { platformId }: Principal,
    videoIds: readonly string[],
  ): Promise<Map<string, ReadonlySet<string>>> {
    const links = await this.database
      .rows(CollectionVideo, 'link')
      .where(owned('link'), { platformId })
      .where('link.videoId IN (:...videoIds)', { videoIds })
      .all();
    return collect(links, 'videoId');
  }

  private async accessOf(
    principal: Principal,
    memberIds: readonly string[],
    now: Date,
  ): Promise<MembersAccess> {
    const [grants, subscriptions] = await Promise.all([
      this.grantsOf(principal, memberIds, now),
      this.subscriptionsOf(principal, memberIds),
    ]);
    const planIds = distinct(subscriptions.map(({ planId }) => planId));
    const [plans, planCollections] = await this.plans(principal, planIds);
    const entitlements = subscriptions.flatMap((subscription): Entitlement[] => {
      const plan = plans.get(subscription.planId);
      return plan === undefined ? [] : [{ subscription, plan }];
    });
    return {
      grants: groupBy(grants, ({ memberId }) => memberId),
      entitlements: groupBy(entitlements, ({ subscription }) => subscription.memberId),
      planCollections,
    };
  }

  private async grantsOf(
    { platformId }: Principal,
    memberIds: readonly string[],
    now: Date,
  ): Promise<AccessGrantView[]> {
    const query = this.database
      .rows(AccessGrant, 'granted')
      .where(owned('granted'), { platformId })
      .where('granted.memberId IN (:...memberIds)', { memberIds });
    whereStatus(query, 'ACTIVE', now);
    return (await query.orderBy('granted.id').all()).map((grant) => viewAt(grant, now));
  }

  private async subscriptionsOf(
    { platformId }: Principal,
    memberIds: readonly string[],
  ): Promise<readonly Subscription[]> {
    return this.database
      .rows(Subscription, 'subscription')
      .where('subscription.platformId = :platformId', { platformId })
      .where('subscription.memberId IN (:...memberIds)', { memberIds })
      .where('subscription.status IN (:...entitling)', { entitling: ENTITLING_STATUSES })
      .orderBy('subscription.id')
      .all();
  }

  /** The plans by id, and the collections that each of them opens. */
  private async plans(
    { platformId }: Principal,
    planIds: readonly string[],
  ): Promise<[Map<string, Plan>, Map<string, ReadonlySet<string>>]> {
    if (planIds.length === 0) return [new Map(), new Map()];
    const [plans, opened] = await Promise.all([
      this.database
        .rows(Plan, 'plan')
        .where(owned('plan'), { platformId })
        .where('plan.id IN (:...planIds)', { planIds })
        .all(),
      this.database
        .rows(PlanCollection, 'opened')
        .where(owned('opened'), { platformId })
        .where('opened.planId IN (:...planIds)', { planIds })
        .all(),
    ]);
    return [new Map(plans.map((plan) => [plan.id, plan])), collect(opened, 'planId')];
  }
}

const NOTHING: ReadonlySet<string> = new Set();

function byAccess(
  { memberId }: Watching,
  collections: ReadonlySet<string>,
  { grants, entitlements, planCollections }: MembersAccess,
  now: Date,
): WatchDecision {
  return decideByAccess(
    (grants.get(memberId) ?? []).filter(
      ({ collectionId }) => collectionId === null || collections.has(collectionId),
    ),
    (entitlements.get(memberId) ?? []).filter(
      ({ plan }) =>
        plan.includesEverything ||
        [...(planCollections.get(plan.id) ?? NOTHING)].some((id) => collections.has(id)),
    ),
    now,
  );
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

/** The collections' ids by another column of the rows that link them. */
function collect<Key extends string>(
  rows: readonly ({ collectionId: string } & Record<Key, string>)[],
  key: Key,
): Map<string, ReadonlySet<string>> {
  const groups = groupBy(rows, (row) => row[key]);
  return new Map([...groups].map(([id, links]) => [id, new Set(links.map((link) => link.collectionId))]));
}

import { newId } from '../../src/database/ids';
import { VideoViewer } from '../../src/analytics/VideoViewer';
import { Plan } from '../../src/plans/Plan';
import { PlanCollection } from '../../src/plans/PlanCollection';
import { Subscription } from '../../src/subscriptions/Subscription';
import { type Client } from './Client';
import { type TestServer } from './startServer';
import { type TestPlatform } from './TestPlatform';

const DAY_MS = 86_400_000;

let serial = 0;

/** A member who joined a year ago, unless the input says otherwise; their id. */
export async function addMember(client: Client, input: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const { addMember: added } = await client.data<{ addMember: { id: string } }>(
    'mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }',
    { input: { email: `member-${serial}@example.com`, name: `Member ${serial}`, ...input } },
  );
  return added.id;
}

/** What came about without a tool's doing: rows that Stripe and the players fill. */
export class Audience {
  constructor(
    private readonly server: TestServer,
    private readonly platform: TestPlatform,
  ) {}

  /** A time so many days ago by the server's clock. */
  daysAgo(days: number): Date {
    return new Date(this.server.clock.now().getTime() - days * DAY_MS);
  }

  /** A plan that opens these collections, or everything; its id. */
  async plan(opens: 'everything' | readonly string[], changes: Partial<Plan> = {}): Promise<string> {
    const now = this.server.clock.now();
    const { id: platformId } = this.platform;
    const plan: Plan = {
      id: newId(now),
      platformId,
      name: 'Monthly',
      description: '',
      status: 'ACTIVE',
      amount: 900,
      currency: 'EUR',
      interval: 'MONTH',
      trialDays: 0,
      includesEverything: opens === 'everything',
      stripeProductId: null,
      stripePriceId: null,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
      version: 1,
      ...changes,
    };
    await this.server.database.transaction(async (manager) => {
      await manager.insert(Plan, plan);
      if (opens === 'everything') return;
      for (const collectionId of opens)
        await manager.insert(PlanCollection, { planId: plan.id, collectionId, platformId });
    });
    return plan.id;
  }

  async subscribe(memberId: string, planId: string, changes: Partial<Subscription> = {}): Promise<string> {
    const now = this.server.clock.now();
    const subscription: Subscription = {
      id: newId(now),
      platformId: this.platform.id,
      memberId,
      planId,
      status: 'ACTIVE',
      startedAt: now,
      currentPeriodStart: now,
      currentPeriodEnd: this.daysAgo(-30),
      trialEndsAt: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      endedAt: null,
      pausedAt: null,
      amount: 900,
      currency: 'EUR',
      interval: 'MONTH',
      stripeSubscriptionId: null,
      stripeCustomerId: null,
      stripeUpdatedAt: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
      ...changes,
    };
    await this.server.database.transaction((manager) => manager.insert(Subscription, subscription));
    return subscription.id;
  }

  /** The member has watched the video, the last time so many days ago. */
  async watched(memberId: string, videoId: string, lastDaysAgo: number): Promise<void> {
    const lastWatchedAt = this.daysAgo(lastDaysAgo);
    await this.server.database.transaction((manager) =>
      manager.insert(VideoViewer, {
        platformId: this.platform.id,
        videoId,
        memberId,
        firstWatchedAt: lastWatchedAt,
        lastWatchedAt,
        plays: 1,
        secondsWatched: 60,
      }),
    );
  }
}

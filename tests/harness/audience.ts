import { VideoViewer } from '../../src/analytics/VideoViewer';
import { type Plan } from '../../src/plans/Plan';
import { PlanCollection } from '../../src/plans/PlanCollection';
import { type Subscription } from '../../src/subscriptions/Subscription';
import { type Client } from './Client';
import { CommerceRows } from './commerce';
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
  private readonly rows: CommerceRows;

  constructor(
    private readonly server: TestServer,
    private readonly platform: TestPlatform,
  ) {
    this.rows = new CommerceRows(server.database, platform.id);
  }

  /** A time so many days ago by the server's clock. */
  daysAgo(days: number): Date {
    return new Date(this.server.clock.now().getTime() - days * DAY_MS);
  }

  /** A plan that opens these collections, or everything; its id. */
  async plan(opens: 'everything' | readonly string[], changes: Partial<Plan> = {}): Promise<string> {
    const plan = await this.rows.plan({
      name: 'Monthly',
      amount: 900,
      includesEverything: opens === 'everything',
      createdAt: this.server.clock.now(),
      ...changes,
    });
    const { id: planId, platformId } = plan;
    if (opens !== 'everything') {
      const links = opens.map((collectionId) => ({ planId, collectionId, platformId }));
      await this.server.database.transaction((manager) => manager.insert(PlanCollection, links));
    }
    return planId;
  }

  async subscribe(memberId: string, planId: string, changes: Partial<Subscription> = {}): Promise<string> {
    const { id } = await this.rows.subscription({
      memberId,
      planId,
      currentPeriodStart: this.server.clock.now(),
      currentPeriodEnd: this.daysAgo(-30),
      amount: 900,
      createdAt: this.server.clock.now(),
      ...changes,
    });
    return id;
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

import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { isId } from '../database/ids';
import { readNestedPages } from '../database/nestedPages';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { rowsById } from '../database/rowsById';
import { Subscription } from './Subscription';
import { type SubscriptionListRequest, subscriptionOrder, whereSubscription } from './subscriptionList';

/** The subscriptions of the caller's platform, as they are read. */
export class SubscriptionService {
  constructor(private readonly database: Database) {}

  /** One subscription; null when the platform has no such subscription. */
  async find({ platformId }: Principal, id: string): Promise<Subscription | null> {
    if (!isId(id)) return null;
    return this.database
      .rows(Subscription, 'subscription')
      .where('subscription.platformId = :platformId AND subscription.id = :id', { platformId, id })
      .first();
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: SubscriptionListRequest): Promise<Page<Subscription>> {
    const query = this.database
      .rows(Subscription, 'subscription')
      .where('subscription.platformId = :platformId', { platformId });
    whereSubscription(query, request.filter ?? {});
    return readPage(query, subscriptionOrder(request), request);
  }

  /** Those of `ids` that are there. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Subscription>> {
    return rowsById(this.database, Subscription, principal, ids);
  }

  /** The same page of each member's subscriptions, the newest first. One statement. */
  async pagesOfMembers(
    { platformId }: Principal,
    memberIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Subscription>>> {
    const links = this.database
      .rows(Subscription, 'link')
      .where('link.platformId = :platformId AND link.memberId IN (:...memberIds)', {
        platformId,
        memberIds,
      });
    const columns = { parent: 'link.memberId', child: 'link.id', direction: 'DESC' } as const;
    return readNestedPages(links, columns, Subscription, request);
  }
}

import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type Subscription } from './Subscription';
import { type SubscriptionService } from './SubscriptionService';

export interface SubscriptionLoaders {
  /** A subscription by its id; null when it is not there. */
  readonly byId: BatchLoader<Subscription | null>;
  /** Pages of a member's subscriptions, by the member's id. */
  readonly ofMember: NestedPageLoader<Subscription>;
}

/** @param principal whose platform is read */
export function createSubscriptionLoaders(
  subscriptions: SubscriptionService,
  principal: Principal,
): SubscriptionLoaders {
  return {
    byId: new BatchLoader<Subscription | null>(
      (ids) => subscriptions.byIds(principal, ids),
      () => null,
    ),
    ofMember: new NestedPageLoader((ids, page) => subscriptions.pagesOfMembers(principal, ids, page)),
  };
}

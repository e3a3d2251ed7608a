import DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { NestedPageLoader } from '../database/batching';
import { type AccessService } from './AccessService';
import { type AccessGrantStatus, type AccessGrantView } from './grantStatus';
import { type WatchDecision } from './watchDecision';
import { type Watching, type WatchService } from './WatchService';

/** Keeps the parameters of one statement under SQLite's 32,766. */
const MAX_QUESTIONS = 10_000;

export interface AccessLoaders {
  /** Pages of a member's grants of one status, or of all of them, by the member's id. */
  readonly ofMember: Readonly<Record<AccessGrantStatus | 'ALL', NestedPageLoader<AccessGrantView>>>;
  /** Whether a member can watch a video. */
  readonly watching: DataLoader<Watching, WatchDecision>;
}

/** @param principal whose platform is read */
export function createAccessLoaders(
  { access, watching }: { access: AccessService; watching: WatchService },
  principal: Principal,
): AccessLoaders {
  const pages = (status: AccessGrantStatus | null): NestedPageLoader<AccessGrantView> =>
    new NestedPageLoader((ids, page) => access.pagesOfMembers(principal, ids, status, page));
  return {
    ofMember: {
      ALL: pages(null),
      ACTIVE: pages('ACTIVE'),
      EXPIRED: pages('EXPIRED'),
      REVOKED: pages('REVOKED'),
    },
    watching: new DataLoader((questions) => watching.decide(principal, questions), {
      // It remembers nothing: one request may hold several mutations.
      cache: false,
      maxBatchSize: MAX_QUESTIONS,
    }),
  };
}

import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { type Member } from './Member';
import { type MemberService } from './MemberService';

export interface MemberLoaders {
  /** A member by their id; null when they are not there. */
  readonly byId: BatchLoader<Member | null>;
  /** A member's tags in alphabetical order, by the member's id. */
  readonly tags: BatchLoader<string[]>;
}

/** @param principal whose platform is read */
export function createMemberLoaders(members: MemberService, principal: Principal): MemberLoaders {
  return {
    byId: new BatchLoader<Member | null>(
      (ids) => members.byIds(principal, ids),
      () => null,
    ),
    tags: new BatchLoader<string[]>(
      (ids) => members.tagsOf(principal, ids),
      () => [],
    ),
  };
}

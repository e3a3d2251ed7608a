import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type Member } from './Member';
import { type MemberService } from './MemberService';

export interface MemberLoaders {
  /** A member by their id; null when they are not there. */
  readonly byId: DataLoader<string, Member | null>;
  /** A member's tags in alphabetical order, by the member's id. */
  readonly tags: DataLoader<string, string[]>;
}

/** @param principal whose platform is read */
export function createMemberLoaders(members: MemberService, principal: Principal): MemberLoaders {
  return {
    byId: batchLoader<Member | null>(
      (ids) => members.byIds(principal, ids),
      () => null,
    ),
    tags: batchLoader<string[]>(
      (ids) => members.tagsOf(principal, ids),
      () => [],
    ),
  };
}

import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type MemberService } from './MemberService';

export interface MemberLoaders {
  /** A member's tags in alphabetical order, by the member's id. */
  readonly tags: DataLoader<string, string[]>;
}

/** @param principal whose platform is read */
export function createMemberLoaders(members: MemberService, principal: Principal): MemberLoaders {
  return {
    tags: batchLoader(
      (ids) => members.tagsOf(principal, ids),
      () => [],
    ),
  };
}

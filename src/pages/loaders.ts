import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { type PageService } from './PageService';

export interface PageLoaders {
  /** What stands in a page, by its id. */
  readonly body: BatchLoader<string>;
}

/** @param principal whose platform is read */
export function createPageLoaders(pages: PageService, principal: Principal): PageLoaders {
  return {
    body: new BatchLoader(
      (ids) => pages.bodies(principal, ids),
      () => '',
    ),
  };
}

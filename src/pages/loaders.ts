import type DataLoader from 'dataloader';
import { type Principal } from '../auth/principal';
import { batchLoader } from '../database/batching';
import { type PageService } from './PageService';

export interface PageLoaders {
  /** What stands in a page, by its id. */
  readonly body: DataLoader<string, string>;
}

/** @param principal whose platform is read */
export function createPageLoaders(pages: PageService, principal: Principal): PageLoaders {
  return {
    body: batchLoader(
      (ids) => pages.bodies(principal, ids),
      () => '',
    ),
  };
}

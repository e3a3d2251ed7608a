import { type Principal } from '../auth/principal';
import { type Collection } from '../collections/Collection';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type Plan } from './Plan';
import { type PlanService } from './PlanService';

export interface PlanLoaders {
  /** A plan by its id, which a row of ours refers to. */
  readonly byId: BatchLoader<Plan>;
  /** Pages of the collections that a plan opens, by the plan's id. */
  readonly collections: NestedPageLoader<Collection>;
}

/** @param principal whose platform is read */
export function createPlanLoaders(plans: PlanService, principal: Principal): PlanLoaders {
  return {
    byId: new BatchLoader(
      (ids) => plans.byIds(principal, ids),
      () => {
        throw new Error('A plan that is referred to is not there: plans are archived, never deleted.');
      },
    ),
    collections: new NestedPageLoader((ids, page) => plans.collectionPages(principal, ids, page)),
  };
}

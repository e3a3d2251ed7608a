import { type DocumentNode } from 'graphql';

/** What the cache needs to know of a plan: how many fields it holds by now. */
export interface Sized {
  readonly fields: number;
}

/**
 * Plans by document, bounded by their count and by the fields they hold together. Two generations stand for an LRU
 * list: what is used moves to the young one, and once that holds half of a bound, the old one is dropped. Both are weak,
 * so a plan never keeps a document alive that the server's own document store has let go.
 */
export class PlanCache<Plan extends Sized> {
  private young = new WeakMap<DocumentNode, Plan>();
  private old = new WeakMap<DocumentNode, Plan>();
  private plans = 0;
  private fields = 0;

  constructor(
    private readonly maxPlans: number,
    private readonly maxFields: number,
  ) {}

  get(document: DocumentNode): Plan | undefined {
    const plan = this.young.get(document);
    if (plan !== undefined) return plan;
    const aging = this.old.get(document);
    if (aging !== undefined) this.set(document, aging);
    return aging;
  }

  set(document: DocumentNode, plan: Plan): void {
    this.young.set(document, plan);
    this.plans += 1;
    this.grew(plan.fields);
  }

  /** A plan is extended while it is used: `fields` more are held from now on. */
  grew(fields: number): void {
    this.fields += fields;
    if (this.plans <= this.maxPlans / 2 && this.fields <= this.maxFields / 2) return;
    this.old = this.young;
    this.young = new WeakMap();
    this.plans = 0;
    this.fields = 0;
  }
}

import { type DemoSite } from './DemoSite';
import { type SeededRandom } from './SeededRandom';

/** What the rows of one demo platform are made from. */
export interface DemoPlan {
  readonly site: DemoSite;
  readonly platformId: string;
  readonly random: SeededRandom;
  /** The time so many days before today began; after it, when they are negative. Fractions are hours. */
  readonly daysAgo: (days: number) => Date;
}

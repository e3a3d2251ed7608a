import { type Sample } from './Probe';
import { END_MS } from './sql';

const sql = (text: string): Sample => ({ sql: text });
const DAY_MS = 86_400_000;
const daysBefore = (days: number): string => new Date(END_MS - days * DAY_MS).toISOString();

/** Some months well within the time that the rows are spread over. */
export const TIMES: Sample = { value: { from: daysBefore(400), to: daysBefore(200) } };

/** What the lists' filters look for, by the name of the field: of each something that is there on either platform. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  tag: { value: 'topic 1' },
  currency: { value: 'EUR' },
  targetId: { value: 'target 1' },
  slug: sql('SELECT slug FROM categories WHERE platformId = :platformId LIMIT 1'),
  code: sql('SELECT code FROM coupons WHERE platformId = :platformId LIMIT 1'),
  videoId: sql('SELECT id FROM videos WHERE platformId = :platformId ORDER BY createdAt DESC LIMIT 1'),
  memberId: sql('SELECT memberId FROM access_grants WHERE platformId = :platformId LIMIT 1'),
  collectionId: sql(
    'SELECT collectionId FROM access_grants WHERE platformId = :platformId AND collectionId IS NOT NULL LIMIT 1',
  ),
  subscriptionId: sql('SELECT subscriptionId FROM payments WHERE platformId = :platformId LIMIT 1'),
  planId: sql('SELECT planId FROM payments WHERE platformId = :platformId LIMIT 1'),
  parentId: sql('SELECT id FROM categories WHERE platformId = :platformId ORDER BY position LIMIT 1'),
  adminId: sql('SELECT adminId FROM audit_entries WHERE platformId = :platformId LIMIT 1'),
};

/**
 * What a field of a filter looks for.
 * @throws Error for a field that nothing is known for: a new filter wants to be measured, too
 */
export function sampleFor(filter: string, field: string): Sample {
  const sample = SAMPLES[field];
  if (sample === undefined)
    throw new Error(`Say in bench/scale/samples.ts what ${filter}.${field} shall look for.`);
  return sample;
}

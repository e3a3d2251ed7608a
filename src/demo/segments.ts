import { type Collection } from '../collections/Collection';
import { newId } from '../database/ids';
import { toSortText } from '../database/searchText';
import { type Plan } from '../plans/Plan';
import { type Segment } from '../segments/Segment';
import { type SegmentFilter, writeSegmentFilter } from '../segments/segmentFilter';
import { type DemoPlan } from './DemoPlan';

interface Template {
  readonly name: string;
  readonly description: string;
  readonly filter: SegmentFilter;
}

/** A segment of each kind that a site's owner writes to first. */
export function demoSegments(
  plan: DemoPlan,
  collections: readonly Collection[],
  plans: readonly Plan[],
): readonly Segment[] {
  const { platformId, random, daysAgo } = plan;
  return templates(collections[0], plans).map(({ name, description, filter }) => {
    const createdAt = daysAgo(random.between(5, 300) + random.next());
    return {
      id: newId(createdAt),
      platformId,
      name,
      nameKey: toSortText(name),
      description,
      filter: writeSegmentFilter(filter),
      createdAt,
      updatedAt: createdAt,
      version: 1,
    };
  });
}

function templates(collection: Collection | undefined, plans: readonly Plan[]): Template[] {
  const always: Template[] = [
    {
      name: 'Newcomers',
      description: 'Joined within the last month.',
      filter: { status: 'ACTIVE', joined: { inLastDays: 30 } },
    },
    {
      name: 'Slipping away',
      description: 'Used to come, and have not for two weeks.',
      filter: { status: 'ACTIVE', lastSeen: { notInLastDays: 14, never: false } },
    },
    {
      name: 'Readers who pay',
      description: 'Take the newsletter, and have a subscription.',
      filter: {
        status: 'ACTIVE',
        planIds: plans.map(({ id }) => id),
        tags: { any: ['newsletter'] },
      },
    },
    {
      name: 'Never came',
      description: 'Joined, and never seen since.',
      filter: { lastSeen: { never: true } },
    },
  ];
  if (collection === undefined) return always;
  const { id, title } = collection;
  return [
    ...always,
    {
      name: `Watching ${title}`.slice(0, 120),
      description: 'Watched one of its videos in the last three months.',
      filter: { watched: { collectionId: id, inLastDays: 90 } },
    },
  ];
}

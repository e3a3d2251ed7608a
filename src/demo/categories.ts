import { type Category } from '../categories/Category';
import { type VideoCategory } from '../categories/VideoCategory';
import { newId } from '../database/ids';
import { toSortText } from '../database/searchText';
import { slugOf } from '../slugs';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';
import { type Subject } from './DemoSite';

interface DemoCategories {
  readonly categories: readonly Category[];
  readonly videoCategories: readonly VideoCategory[];
}

/** A category for every group of subjects, and one under it for every subject, with the subject's videos. */
export function demoCategories(
  plan: DemoPlan,
  bySubject: ReadonlyMap<Subject, readonly Video[]>,
): DemoCategories {
  const categories: Category[] = [];
  const videoCategories: VideoCategory[] = [];
  const put = ({ id: categoryId }: Category, videos: readonly Video[]): void => {
    for (const { id: videoId } of videos) {
      videoCategories.push({ categoryId, videoId, platformId: plan.platformId });
    }
  };
  for (const [position, group] of plan.site.groups.entries()) {
    const top = categoryOf(plan, group, { parentId: null, position });
    categories.push(top);
    const subjects = [...bySubject].filter(([{ name }]) => group.subjects.includes(name));
    for (const [index, [subject, videos]] of subjects.entries()) {
      const category = categoryOf(plan, subject, { parentId: top.id, position: index });
      categories.push(category);
      put(category, videos);
      // What the group's own page shows.
      put(top, plan.random.some(4, videos));
    }
  }
  return { categories, videoCategories };
}

function categoryOf(
  { platformId, random, daysAgo }: DemoPlan,
  { name, about }: { name: string; about: string },
  place: Pick<Category, 'parentId' | 'position'>,
): Category {
  const createdAt = daysAgo(1_000 + random.next());
  return {
    ...place,
    id: newId(createdAt),
    platformId,
    name,
    sortName: toSortText(name),
    slug: slugOf(name, 'category'),
    description: about,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

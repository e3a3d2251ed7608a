import { newId } from '../database/ids';
import { type Post } from '../posts/Post';
import { type DemoPlan } from './DemoPlan';

/** A post about every three weeks: the latest is a draft, the next is scheduled, and the first of those that are out is pinned. */
export function demoPosts({ site, platformId, random, daysAgo }: DemoPlan): Post[] {
  return site.community.posts.map(({ title, body }, index) => {
    const age = index * 21 + 1 + random.next() * 14;
    const createdAt = daysAgo(age);
    const publishAt = index === 0 ? null : index === 1 ? daysAgo(-random.between(2, 9) + 0.4) : createdAt;
    return {
      id: newId(createdAt),
      platformId,
      title,
      body,
      visibility: random.chance(0.3) ? 'PUBLIC' : 'MEMBERS',
      pinned: index === 2,
      publishAt,
      createdAt,
      updatedAt: createdAt,
      version: index === 0 ? 1 : 2,
    };
  });
}

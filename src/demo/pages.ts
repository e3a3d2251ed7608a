import { type Branding } from '../branding/Branding';
import { rowOf } from '../branding/BrandingService';
import { newId } from '../database/ids';
import { toSortText } from '../database/searchText';
import { type SitePage } from '../pages/SitePage';
import { slugOf } from '../slugs';
import { type DemoPlan } from './DemoPlan';

/** The site's pages: what is in the menu is published, and the last one is still being written. */
export function demoPages({ site, platformId, random, daysAgo }: DemoPlan): SitePage[] {
  const { pages } = site.community;
  return pages.map(({ title, body, seoDescription, inMenu }, index) => {
    const age = random.between(300, 900) + random.next();
    const createdAt = daysAgo(age);
    const isDraft = index === pages.length - 1;
    return {
      id: newId(createdAt),
      platformId,
      title,
      sortTitle: toSortText(title),
      slug: slugOf(title, 'page'),
      body,
      seoDescription,
      navigationPosition: inMenu ? index + 1 : null,
      publishedAt: isDraft ? null : createdAt,
      createdAt,
      updatedAt: daysAgo(age * random.next()),
      version: isDraft ? 1 : 2,
    };
  });
}

export function demoBranding({ site, platformId, daysAgo }: DemoPlan): Branding {
  return rowOf(platformId, { ...site.community.branding, updatedAt: daysAgo(200), version: 1 });
}

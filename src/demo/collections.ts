import { type Collection } from '../collections/Collection';
import { collectionTexts } from '../collections/CollectionService';
import { type CollectionVideo } from '../collections/CollectionVideo';
import { newId } from '../database/ids';
import { slugOf } from '../slugs';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';
import { type Subject } from './DemoSite';

interface DemoCollections {
  readonly collections: readonly Collection[];
  readonly collectionVideos: readonly CollectionVideo[];
}

/** A collection of every kind for every subject, each with some of the subject's videos in an order of its own. */
export function demoCollections(
  plan: DemoPlan,
  bySubject: ReadonlyMap<Subject, readonly Video[]>,
): DemoCollections {
  const { site, platformId, random } = plan;
  const collections: Collection[] = [];
  const collectionVideos: CollectionVideo[] = [];
  for (const [subject, videos] of bySubject) {
    for (const template of site.collectionTitles) {
      const collection = collectionOf(plan, subject, template.replaceAll('{subject}', subject.name));
      collections.push(collection);
      random
        .some(random.between(5, 14), videos)
        .forEach((video, position) =>
          collectionVideos.push({ collectionId: collection.id, videoId: video.id, platformId, position }),
        );
    }
  }
  return { collections, collectionVideos };
}

function collectionOf(plan: DemoPlan, { about }: Subject, title: string): Collection {
  const { site, platformId, random, daysAgo } = plan;
  const slug = slugOf(title, 'collection');
  const age = random.between(20, 900) + random.next();
  const createdAt = daysAgo(age);
  return {
    id: newId(createdAt),
    platformId,
    title,
    slug,
    description: about,
    ...collectionTexts({ title, description: about }),
    coverUrl: random.chance(0.9) ? `https://${site.mediaHost}/collections/${slug}.jpg` : null,
    visibility: random.chance(0.3) ? 'PUBLIC' : 'MEMBERS',
    createdAt,
    updatedAt: daysAgo(age * random.next()),
    version: 1,
  };
}

import { newId } from '../database/ids';
import { slugOf } from '../slugs';
import { type Video } from '../videos/Video';
import { type VideoTag } from '../videos/VideoTag';
import { videoTexts } from '../videos/VideoService';
import { type Visibility } from '../visibility';
import { type DemoPlan } from './DemoPlan';
import { type Subject, type VideoFormat } from './DemoSite';

/** The sites' first video is about three years old. */
const OLDEST_DAYS = 3 * 365;
const VISIBILITIES = ['MEMBERS', 'MEMBERS', 'MEMBERS', 'PUBLIC'] as const;

interface DemoVideos {
  readonly videos: readonly Video[];
  readonly videoTags: readonly VideoTag[];
  /** The videos that are not in the trash. */
  readonly bySubject: ReadonlyMap<Subject, readonly Video[]>;
}

/** A video of every format about every topic: mostly published, some drafts, some scheduled, a few in the trash. */
export function demoVideos(plan: DemoPlan): DemoVideos {
  const { site, random } = plan;
  const ideas = site.subjects.flatMap((subject) =>
    subject.topics.flatMap((topic) => site.formats.map((format) => ({ subject, topic, format }))),
  );
  const inOrderOfMaking = random.some(ideas.length, ideas);
  const videos: Video[] = [];
  const videoTags: VideoTag[] = [];
  const bySubject = new Map<Subject, Video[]>(site.subjects.map((subject) => [subject, []]));
  inOrderOfMaking.forEach(({ subject, topic, format }, index) => {
    const age = OLDEST_DAYS * (1 - index / ideas.length) + random.next() + 0.5;
    const tags = tagsOf(subject, format, random.chance(0.2));
    const video = videoOf(plan, { topic, format, tags, age });
    videos.push(video);
    tags.forEach((tag, position) =>
      videoTags.push({ videoId: video.id, tag, platformId: plan.platformId, position }),
    );
    if (video.deletedAt === null) bySubject.get(subject)?.push(video);
  });
  return { videos, videoTags, bySubject };
}

function tagsOf(subject: Subject, format: VideoFormat, favourite: boolean): string[] {
  return [subject.tag, format.tag, ...(favourite ? ['favourite'] : [])];
}

interface VideoIdea {
  topic: string;
  format: VideoFormat;
  tags: readonly string[];
  /** In days. */
  age: number;
}

function videoOf(plan: DemoPlan, idea: VideoIdea): Video {
  const { site, platformId, random, daysAgo } = plan;
  const { topic, format, tags, age } = idea;
  const title = format.title.replaceAll('{topic}', topic);
  const description = format.description.replaceAll('{topic}', topic);
  const slug = slugOf(title, 'video');
  const createdAt = daysAgo(age);
  const publishAt = publishTime(plan, age);
  const isTrash = random.chance(0.015);
  const [from, to] = format.minutes;
  const updatedAt = daysAgo(age * random.next());
  return {
    id: newId(createdAt),
    platformId,
    title,
    slug,
    description,
    ...videoTexts({ title, description }, tags),
    publishAt,
    visibility: visibilityOf(random),
    durationSeconds: random.between(from * 60, to * 60),
    thumbnailUrl: random.chance(0.95) ? `https://${site.mediaHost}/videos/${slug}.jpg` : null,
    createdAt,
    updatedAt: isTrash ? daysAgo(3) : updatedAt,
    deletedAt: isTrash ? daysAgo(3) : null,
    version: 1,
  };
}

/** Null for a draft. Nearly all old videos are published; many of the new ones are not finished, or are to come. */
function publishTime({ random, daysAgo }: DemoPlan, age: number): Date | null {
  const isNew = age < 120;
  if (random.chance(isNew ? 0.25 : 0.03)) return null;
  if (isNew && random.chance(0.25)) return daysAgo(-random.between(2, 45) + random.between(6, 18) / 24);
  // At the latest yesterday: nothing is published while someone looks at it.
  return daysAgo(Math.max(1, age - random.between(1, 9)) - random.next() / 2);
}

function visibilityOf(random: DemoPlan['random']): Visibility {
  return random.chance(0.05) ? 'UNLISTED' : random.pick(VISIBILITIES);
}

import { newId } from '../database/ids';
import { toSortText } from '../database/searchText';
import { endOf } from '../liveEvents/duration';
import { type LiveEvent } from '../liveEvents/LiveEvent';
import { slugOf } from '../slugs';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';
import { type Subject } from './DemoSite';

const PAST = 24;
const TO_COME = 8;
/** Every so many weeks there is one. */
const WEEKS_APART = 2;

/** A live class every other week: past ones mostly with their recordings, some called off, one that goes on all day. */
export function demoLiveEvents(
  plan: DemoPlan,
  bySubject: ReadonlyMap<Subject, readonly Video[]>,
): readonly LiveEvent[] {
  const { site, random, daysAgo } = plan;
  const subjects = [...bySubject];
  const events: LiveEvent[] = [];
  for (let number = 1; number <= PAST + TO_COME; number += 1) {
    const [subject, videos] = subjects[number % subjects.length] ?? [];
    if (subject === undefined || videos === undefined) continue;
    const age = (PAST - number + 0.5) * WEEKS_APART * 7;
    const isPast = age > 0;
    const isCanceled = random.chance(0.1);
    events.push(
      eventOf(plan, {
        title: site.liveTitle.replaceAll('{subject}', subject.name).replaceAll('{number}', String(number)),
        description: subject.about,
        startsAt: daysAgo(age - random.between(16, 20) / 24),
        minutes: random.pick([60, 75, 90]),
        canceledAt: isCanceled ? daysAgo(Math.max(age, 0) + 2) : null,
        recordingId:
          isPast && !isCanceled && random.chance(0.8) ? (random.some(1, videos)[0]?.id ?? null) : null,
      }),
    );
  }
  const openDay = { title: site.openDay, description: '', startsAt: daysAgo(0), minutes: 24 * 60 };
  events.push(eventOf(plan, { ...openDay, canceledAt: null, recordingId: null }));
  return events;
}

interface EventIdea extends Pick<
  LiveEvent,
  'title' | 'description' | 'startsAt' | 'canceledAt' | 'recordingId'
> {
  readonly minutes: number;
}

function eventOf(
  { site, platformId, random, daysAgo }: DemoPlan,
  { minutes, ...idea }: EventIdea,
): LiveEvent {
  const slug = slugOf(idea.title, 'event');
  const announced = idea.startsAt.getTime() - random.between(20, 40) * 86_400_000;
  const createdAt = new Date(Math.min(announced, daysAgo(3).getTime()));
  return {
    ...idea,
    id: newId(createdAt),
    platformId,
    sortTitle: toSortText(idea.title),
    slug,
    endsAt: endOf(idea.startsAt, minutes),
    visibility: random.chance(0.2) ? 'PUBLIC' : 'MEMBERS',
    streamUrl: `https://${site.mediaHost}/live/${slug}.m3u8`,
    coverUrl: random.chance(0.8) ? `https://${site.mediaHost}/live/${slug}.jpg` : null,
    cancellationReason: idea.canceledAt === null ? null : 'The host is ill.',
    createdAt,
    updatedAt: idea.canceledAt ?? createdAt,
    version: idea.canceledAt === null ? 1 : 2,
  };
}

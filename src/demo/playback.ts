import { type AudienceDay } from '../analytics/AudienceDay';
import { type AudienceDayViewer } from '../analytics/AudienceDayViewer';
import { dayOf } from '../analytics/days';
import { type PlaybackEvent } from '../analytics/PlaybackEvent';
import { audienceDaysOf, videoDaysOf, videoViewersOf } from '../analytics/playbackSums';
import { type VideoDay } from '../analytics/VideoDay';
import { type VideoDayViewer } from '../analytics/VideoDayViewer';
import { type VideoViewer } from '../analytics/VideoViewer';
import { type Member } from '../members/Member';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';

const DAYS = 90;
/** How often somebody sits down to watch, when the site is as it is today. */
const SESSIONS_A_DAY = 11;
const WEEKEND_FACTOR = 1.8;
/** How many visitors of public videos are not signed in. */
const ANONYMOUS = 0.3;
const USUAL_SECONDS = 600;

/** A member, and when they were seen last: until then they may have watched. */
type SeenMember = { readonly id: string; readonly lastSeenAt: Date };

export interface DemoPlayback {
  readonly videoDays: readonly VideoDay[];
  readonly videoDayViewers: readonly VideoDayViewer[];
  readonly videoViewers: readonly VideoViewer[];
  readonly audienceDays: readonly AudienceDay[];
  readonly audienceDayViewers: readonly AudienceDayViewer[];
}

/**
 * What was watched over the last three months, a little more every week, most of it at weekends, and a few videos far more
 * than the others. The sums alone: the events that would have made them are not kept.
 */
export function demoPlayback(
  plan: DemoPlan,
  { videos, members }: { videos: readonly Video[]; members: readonly Member[] },
): DemoPlayback {
  const byPopularity = plan.random.some(
    videos.length,
    videos.filter(({ deletedAt }) => deletedAt === null),
  );
  const events: PlaybackEvent[] = [];
  for (let daysAgo = DAYS; daysAgo >= 1; daysAgo -= 1) {
    const day = plan.daysAgo(daysAgo);
    const audience = members.flatMap(({ id, joinedAt, lastSeenAt }) =>
      joinedAt < day && lastSeenAt !== null && lastSeenAt > day ? [{ id, lastSeenAt }] : [],
    );
    const library = byPopularity.filter(({ publishAt }) => publishAt !== null && publishAt < day);
    for (let left = sessionsOn(day, daysAgo, plan); left > 0; left -= 1)
      events.push(...session(plan, daysAgo, library, audience));
  }
  const videoDayViewers = distinct(
    viewersOf(events),
    ({ videoId, day, memberId }) => `${videoId} ${day} ${memberId}`,
  );
  const audienceDayViewers = distinct(
    videoDayViewers.map(({ platformId, day, memberId }) => ({ platformId, day, memberId })),
    ({ day, memberId }) => `${day} ${memberId}`,
  );
  return {
    videoDays: videoDaysOf(events, videoDayViewers),
    videoDayViewers,
    videoViewers: videoViewersOf(events),
    audienceDays: audienceDaysOf(events, audienceDayViewers),
    audienceDayViewers,
  };
}

function sessionsOn(day: Date, daysAgo: number, { random }: DemoPlan): number {
  const isWeekend = day.getUTCDay() % 6 === 0;
  const growth = 1 - daysAgo / (3 * DAYS);
  return Math.round(SESSIONS_A_DAY * growth * (isWeekend ? WEEKEND_FACTOR : 1) * (0.8 + random.next() * 0.4));
}

/** Somebody watches one video, perhaps twice. */
function session(
  { platformId, random, daysAgo: timeOf, site }: DemoPlan,
  daysAgo: number,
  library: readonly Video[],
  audience: readonly SeenMember[],
): PlaybackEvent[] {
  // The third power: half of the sessions fall on an eighth of the videos.
  const video = library[Math.floor(library.length * random.next() ** 3)];
  const member = audience[Math.floor(audience.length * random.next())];
  const isAnonymous = video?.visibility === 'PUBLIC' && random.chance(ANONYMOUS);
  if (video === undefined || (member === undefined && !isAnonymous)) return [];
  // Most of it in the evening.
  const hour = random.chance(0.7) ? 16 + random.next() * 6 : 6 + random.next() * 10;
  const time = timeOf(daysAgo - hour / 24);
  const viewer = isAnonymous ? undefined : member;
  const occurredAt = viewer !== undefined && viewer.lastSeenAt < time ? viewer.lastSeenAt : time;
  const length = video.durationSeconds ?? USUAL_SECONDS;
  return Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => {
    const completed = random.chance(0.45);
    return {
      platformId,
      eventId: '',
      videoId: video.id,
      memberId: viewer?.id ?? null,
      occurredAt,
      day: dayOf(occurredAt, site.timeZone),
      secondsWatched: completed ? length : Math.round(length * random.next()),
      completed,
      recordedAt: occurredAt,
    };
  });
}

function viewersOf(events: readonly PlaybackEvent[]): VideoDayViewer[] {
  return events.flatMap(({ platformId, videoId, day, memberId }) =>
    memberId === null ? [] : [{ platformId, videoId, day, memberId }],
  );
}

function distinct<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

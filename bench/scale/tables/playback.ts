import { anyOf, countOf, createdAt, dayBefore, idOf, platformId, type TableFill } from '../sql';
import { videos } from './library';
import { members } from './people';

/** So many days have anything in the sums. */
const DAYS = { large: 365, small: 60 };
const dayNumber = `(place.n MOD ${countOf(DAYS)})`;
const day = dayBefore(dayNumber);
const nth = `(place.n DIV ${countOf(DAYS)})`;

const events: TableFill = {
  table: 'playback_events',
  large: 5_000_000,
  small: 2_000,
  columns: {
    platformId,
    eventId: "CONCAT('event-', place.n)",
    videoId: anyOf(videos),
    memberId: anyOf(members, 31),
    occurredAt: createdAt,
    day,
    secondsWatched: '60 + place.n MOD 600',
    completed: 'place.n MOD 3 = 0',
    recordedAt: createdAt,
  },
};

const counts = { plays: '1 + place.n MOD 50', secondsWatched: '1000', completions: '1' } as const;

const videoDays: TableFill = {
  table: 'video_days',
  large: 2_000 * DAYS.large,
  small: 10 * DAYS.small,
  columns: {
    platformId,
    videoId: idOf(videos, `${countOf(videos)} - 1 - ${nth}`),
    day,
    ...counts,
    viewers: '2',
  },
};

/** A watcher of the day's `nth DIV 2` in the list of videos that were watched. */
const watched = idOf(videos, `${countOf(videos)} - 1 - ${nth} DIV 2`);
const watcher = idOf(members, `(${nth} * 31 + ${dayNumber} * 7) MOD ${countOf(members)}`);
const videoDayViewers: TableFill = {
  table: 'video_day_viewers',
  large: 4_000 * DAYS.large,
  small: 20 * DAYS.small,
  columns: { platformId, videoId: watched, day, memberId: watcher },
};

const videoViewers: TableFill = {
  table: 'video_viewers',
  large: 1_000_000,
  small: 800,
  columns: {
    platformId,
    videoId: idOf(videos, `${countOf(videos)} - 1 - place.n MOD 200`),
    memberId: idOf(members, `(place.n DIV 200) MOD ${countOf(members)}`),
    firstWatchedAt: createdAt,
    lastWatchedAt: createdAt,
    plays: '1',
    secondsWatched: '100',
  },
};

const audienceDays: TableFill = {
  table: 'audience_days',
  ...DAYS,
  columns: { platformId, day, ...counts, viewers: '2' },
};

const audienceDayViewers: TableFill = {
  table: 'audience_day_viewers',
  large: 2_000 * DAYS.large,
  small: 20 * DAYS.small,
  columns: { platformId, day, memberId: watcher },
};

export const playback: readonly TableFill[] = [
  events,
  videoDays,
  videoDayViewers,
  videoViewers,
  audienceDays,
  audienceDayViewers,
];

import { groupBy } from '../database/groupBy';
import { type AudienceDay } from './AudienceDay';
import { type AudienceDayViewer } from './AudienceDayViewer';
import { type PlaybackEvent } from './PlaybackEvent';
import { type VideoDay } from './VideoDay';
import { type VideoDayViewer } from './VideoDayViewer';
import { type VideoViewer } from './VideoViewer';

/** What events add to the days of their videos. @param newViewers who had not watched the video on that day before */
export function videoDaysOf(
  events: readonly PlaybackEvent[],
  newViewers: readonly VideoDayViewer[],
): VideoDay[] {
  const viewers = groupBy(newViewers, dayKey);
  return [...groupBy(events, dayKey)].map(([key, group]) => {
    const [{ platformId, videoId, day }] = group as [PlaybackEvent];
    return { platformId, videoId, day, ...sumOf(group), viewers: viewers.get(key)?.length ?? 0 };
  });
}

/** What events add to the days of the audience. @param newViewers who had not watched anything on that day before */
export function audienceDaysOf(
  events: readonly PlaybackEvent[],
  newViewers: readonly AudienceDayViewer[],
): AudienceDay[] {
  const viewers = groupBy(newViewers, ({ day }) => day);
  return [...groupBy(events, ({ day }) => day)].map(([day, group]) => {
    const [{ platformId }] = group as [PlaybackEvent];
    return { platformId, day, ...sumOf(group), viewers: viewers.get(day)?.length ?? 0 };
  });
}

/** What events add to what is known of members' watching videos. */
export function videoViewersOf(events: readonly PlaybackEvent[]): VideoViewer[] {
  const signedIn = events.flatMap((event) =>
    event.memberId === null ? [] : [{ ...event, memberId: event.memberId }],
  );
  return [...groupBy(signedIn, ({ videoId, memberId }) => `${videoId} ${memberId}`).values()].map((group) => {
    const [{ platformId, videoId, memberId }] = group as [(typeof group)[number]];
    const times = group.map(({ occurredAt }) => occurredAt.getTime());
    const { plays, secondsWatched } = sumOf(group);
    return {
      platformId,
      videoId,
      memberId,
      firstWatchedAt: new Date(Math.min(...times)),
      lastWatchedAt: new Date(Math.max(...times)),
      plays,
      secondsWatched,
    };
  });
}

function sumOf(events: readonly PlaybackEvent[]): Pick<VideoDay, 'plays' | 'secondsWatched' | 'completions'> {
  return {
    plays: events.length,
    secondsWatched: events.reduce((sum, event) => sum + event.secondsWatched, 0),
    completions: events.filter(({ completed }) => completed).length,
  };
}

function dayKey({ videoId, day }: { videoId: string; day: string }): string {
  return `${videoId} ${day}`;
}

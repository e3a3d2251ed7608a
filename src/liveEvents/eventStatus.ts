import { type RowQuery } from '../database/RowQuery';
import { MAX_DURATION_MS } from './duration';
import { type LiveEvent } from './LiveEvent';

export type LiveEventStatus = 'SCHEDULED' | 'LIVE' | 'ENDED' | 'CANCELED';

/** A live event as it stands at some moment. */
export interface LiveEventView extends LiveEvent {
  readonly status: LiveEventStatus;
}

/** An event as it stands at `now`. */
export function viewAt(event: LiveEvent, now: Date): LiveEventView {
  return { ...event, status: statusAt(event, now) };
}

export function statusAt(
  { canceledAt, startsAt, endsAt }: Pick<LiveEvent, 'canceledAt' | 'startsAt' | 'endsAt'>,
  now: Date,
): LiveEventStatus {
  if (canceledAt !== null) return 'CANCELED';
  if (startsAt > now) return 'SCHEDULED';
  return endsAt > now ? 'LIVE' : 'ENDED';
}

/** Keeps the events that {@link viewAt} gives this status to. */
export function whereStatus(query: RowQuery<LiveEvent>, status: LiveEventStatus, now: Date): void {
  if (status === 'CANCELED') {
    query.where('event.canceledAt IS NOT NULL');
    return;
  }
  query.whereBroadly('event.canceledAt IS NULL');
  switch (status) {
    case 'SCHEDULED':
      query.where('event.startsAt > :now', { now });
      return;
    case 'LIVE':
      // What began longer ago than events last has ended: an index on the start finds the few that may be live.
      query.where('event.startsAt > :earliest AND event.startsAt <= :now AND event.endsAt > :now', {
        now,
        earliest: new Date(now.getTime() - MAX_DURATION_MS),
      });
      return;
    case 'ENDED':
      query.where('event.startsAt <= :now AND event.endsAt <= :now', { now });
  }
}

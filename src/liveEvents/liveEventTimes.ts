import { BadUserInputError, ConflictError } from '../errors';
import { endOf, minutesOf } from './duration';
import { type LiveEventStatus, statusAt } from './eventStatus';
import { type LiveEvent } from './LiveEvent';
import { requireStart } from './liveEventInput';

type Times = Pick<LiveEvent, 'startsAt' | 'endsAt'>;

/**
 * The times of an event after an edit: one that has begun can't be moved, one that has ended not be made longer or shorter.
 * What is given and changes nothing is no edit.
 * @throws BadUserInputError for a time that can't be
 * @throws ConflictError when the event is too far on for it
 */
export function editedTimes(
  event: LiveEvent,
  { startsAt, durationMinutes }: { startsAt?: Date | undefined; durationMinutes?: number | undefined },
  now: Date,
): Times {
  const status = statusAt(event, now);
  const isMoved = startsAt !== undefined && startsAt.getTime() !== event.startsAt.getTime();
  const minutes = minutesOf(event);
  const isResized = durationMinutes !== undefined && durationMinutes !== minutes;
  if (isMoved && status !== 'SCHEDULED') throw tooLate('LiveEvent has begun: it can not be moved.', status);
  if (isResized && status === 'ENDED')
    throw tooLate('LiveEvent has ended: it can not be made longer.', status);
  const start = isMoved ? requireStart('input.startsAt', startsAt, now) : event.startsAt;
  const endsAt = endOf(start, durationMinutes ?? minutes);
  if (isResized && endsAt < now) {
    const problem = `the event would have ended at ${endsAt.toISOString()}.`;
    const least = Math.ceil((now.getTime() - start.getTime()) / 60_000);
    throw new BadUserInputError('input.durationMinutes', problem, `at least ${least}`);
  }
  return { startsAt: start, endsAt };
}

export function tooLate(message: string, current: LiveEventStatus): ConflictError {
  return new ConflictError(message, { field: 'status', current });
}

import { requireInteger } from '../validation';

const MINUTE_MS = 60_000;
/** A week. */
const MAX_MINUTES = 7 * 24 * 60;
export const MAX_DURATION_MS = MAX_MINUTES * MINUTE_MS;

/** @throws BadUserInputError */
export function requireDuration(field: string, minutes: number): number {
  return requireInteger(field, minutes, { min: 1, max: MAX_MINUTES });
}

/** When an event ends that begins then and takes so many minutes. */
export function endOf(startsAt: Date, minutes: number): Date {
  return new Date(startsAt.getTime() + minutes * MINUTE_MS);
}

/** How many minutes an event takes. */
export function minutesOf({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): number {
  return Math.round((endsAt.getTime() - startsAt.getTime()) / MINUTE_MS);
}

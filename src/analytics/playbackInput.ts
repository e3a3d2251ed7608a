import { isId } from '../database/ids';
import { BadUserInputError, NotFoundError } from '../errors';
import { requireInteger, requireText } from '../validation';
import { EVENT_ID_LENGTH } from './PlaybackEvent';

const MAX_EVENTS = 500;
/** Nobody watches for longer without a pause; and what is one event must not outweigh a day. */
const MAX_SECONDS = 86_400;
/** Players' clocks may be ahead of ours by this much. */
const CLOCK_TOLERANCE_MS = 60_000;
const MAX_AGE_DAYS = 400;
const DAY_MS = 86_400_000;

/** One time that somebody watched a video, as a player tells it. */
export interface PlaybackReport {
  eventId: string;
  videoId: string;
  memberId?: string | null;
  occurredAt: Date;
  secondsWatched: number;
  completed?: boolean | null;
}

/** A report that can be, and where in the input it stands. */
export interface ReadReport {
  readonly field: string;
  readonly eventId: string;
  readonly videoId: string;
  readonly memberId: string | null;
  /** Never after now. */
  readonly occurredAt: Date;
  readonly secondsWatched: number;
  readonly completed: boolean;
}

/**
 * The reports of a batch, of those with the same event id the first.
 * @throws BadUserInputError naming the event that is wrong
 * @throws NotFoundError for an id that no video or member can have
 */
export function readReports(reports: readonly PlaybackReport[], now: Date): ReadReport[] {
  if (reports.length < 1 || reports.length > MAX_EVENTS) {
    const problem = `has ${reports.length} entries.`;
    throw new BadUserInputError('input.events', problem, `1 to ${MAX_EVENTS} entries`);
  }
  const byId = new Map<string, ReadReport>();
  for (const [index, report] of reports.entries()) {
    const read = readReport(`input.events.${index}`, report, now);
    if (!byId.has(read.eventId)) byId.set(read.eventId, read);
  }
  return [...byId.values()];
}

function readReport(field: string, report: PlaybackReport, now: Date): ReadReport {
  const { videoId, memberId = null, secondsWatched, completed } = report;
  const eventId = requireText(`${field}.eventId`, report.eventId, { max: EVENT_ID_LENGTH });
  const occurredAt = requireRecent(`${field}.occurredAt`, report.occurredAt, now);
  requireInteger(`${field}.secondsWatched`, secondsWatched, { min: 0, max: MAX_SECONDS });
  if (!isId(videoId)) throw new NotFoundError('Video', videoId, `${field}.videoId`);
  if (memberId !== null && !isId(memberId)) throw new NotFoundError('Member', memberId, `${field}.memberId`);
  return { field, eventId, videoId, memberId, occurredAt, secondsWatched, completed: completed ?? false };
}

function requireRecent(field: string, time: Date, now: Date): Date {
  const age = now.getTime() - time.getTime();
  if (age < -CLOCK_TOLERANCE_MS)
    throw new BadUserInputError(field, 'lies in the future.', `at latest ${now.toISOString()}`);
  if (age > MAX_AGE_DAYS * DAY_MS) {
    const earliest = new Date(now.getTime() - MAX_AGE_DAYS * DAY_MS);
    throw new BadUserInputError(field, 'is too long ago.', `at earliest ${earliest.toISOString()}`);
  }
  return age < 0 ? now : time;
}

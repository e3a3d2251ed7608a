import { BadUserInputError } from '../errors';

/** A calendar day in a platform's time zone, `2026-01-31`. Days sort as their texts do. */
export type Day = string;

export const DAY_LENGTH = 10;

/** Days from the first to the last, both included. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

export type Granularity = 'DAY' | 'WEEK' | 'MONTH';

/** Far enough apart for every site's life, and all within what the engines' date columns hold. */
const EARLIEST: Day = '2000-01-01';
const LATEST: Day = '2999-12-31';
/** A report counts different viewers over its whole range: this many days of them at most. */
const MAX_DAYS = 1_830;
const MAX_PERIODS = 400;

const DAY_MS = 86_400_000;
/** Clocks differ from UTC by multiples of this, wherever they do since 1972. */
const OFFSET_STEP_MS = 15 * 60_000;
/** No clock is further from UTC than this: 14 hours ahead, 12 behind. */
const MAX_OFFSET_STEPS = (15 * 3_600_000) / OFFSET_STEP_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The day that a moment falls on.
 * @param timeZone IANA name, which is known to be one
 */
export function dayOf(moment: Date, timeZone: string): Day {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(moment);
}

/**
 * The first moment of a day: not always midnight, where clocks are put forward at it; and of a day that a time zone left
 * out, the first moment after it.
 */
export function startOfDay(day: Day, timeZone: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  const at = (step: number): Date => new Date(utcMidnight + step * OFFSET_STEP_MS);
  let before = -MAX_OFFSET_STEPS;
  let found = MAX_OFFSET_STEPS;
  while (found - before > 1) {
    const middle = Math.floor((before + found) / 2);
    if (dayOf(at(middle), timeZone) < day) before = middle;
    else found = middle;
  }
  return at(found);
}

/** The day so many days later; earlier, when they are negative. */
export function addDays(day: Day, days: number): Day {
  return toDay(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** The days of a range, one after another. */
export function daysOf({ from, to }: DayRange): Day[] {
  return Array.from({ length: countDays({ from, to }) }, (_, index) => addDays(from, index));
}

/**
 * The range in periods, without gaps: days, weeks that begin on Monday (ISO 8601), or months. The first and the last are
 * cut off where the range is.
 */
export function periodsOf({ from, to }: DayRange, granularity: Granularity): DayRange[] {
  const periods: DayRange[] = [];
  for (let start = from; start <= to;) {
    const end = lastDay(start, granularity);
    periods.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return periods;
}

/**
 * A range that is the right way round and not too long to report on.
 * @throws BadUserInputError
 */
export function requireDayRange(field: string, range: DayRange, granularity: Granularity): DayRange {
  const { from, to } = range;
  for (const [name, day] of Object.entries({ from, to })) {
    if (day < EARLIEST || day > LATEST)
      throw new BadUserInputError(`${field}.${name}`, `${day} is out of range.`, `${EARLIEST} to ${LATEST}`);
  }
  if (to < from) throw new BadUserInputError(field, 'ends before it begins.', '`to` not earlier than `from`');
  const days = countDays(range);
  if (days > MAX_DAYS) throw new BadUserInputError(field, `has ${days} days.`, `at most ${MAX_DAYS} days`);
  if (granularity === 'DAY' && days > MAX_PERIODS)
    throw new BadUserInputError(
      field,
      `has ${days} days.`,
      `at most ${MAX_PERIODS} days day by day; more by WEEK or MONTH`,
    );
  return range;
}

function countDays({ from, to }: DayRange): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
}

/** The last day of the period that a day is in. */
function lastDay(day: Day, granularity: Granularity): Day {
  const date = new Date(`${day}T00:00:00Z`);
  switch (granularity) {
    case 'DAY':
      return day;
    case 'WEEK':
      return addDays(day, (7 - date.getUTCDay()) % 7);
    case 'MONTH':
      return toDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  }
}

function toDay(time: number): Day {
  return new Date(time).toISOString().slice(0, DAY_LENGTH);
}

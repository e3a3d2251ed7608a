import { type ObjectLiteral } from 'typeorm';
import { type RowQuery } from '../database/RowQuery';
import { spanCase } from '../database/spanCase';
import { type Day, type DayRange } from './days';

/** How much was watched. */
export interface PlaybackCounts {
  readonly plays: number;
  readonly secondsWatched: number;
  /** How many of the plays went to the end. */
  readonly completions: number;
  /** How many different members watched; who was not signed in counts as a play alone. */
  readonly viewers: number;
}

/** {@link PlaybackCounts} of some days. */
export interface PlaybackPoint extends DayRange, PlaybackCounts {}

/** One row of sums, as the driver gives it: MySQL makes text of a sum. */
export type RawCounts = Record<'plays' | 'secondsWatched' | 'completions', number | string | null>;

type DayCounts = PlaybackCounts & { readonly day: Day };

/** `SUM(day.plays) AS plays, …`: everything of {@link RawCounts}. */
export function sumsOf(alias: string): string {
  return ['plays', 'secondsWatched', 'completions']
    .map((column) => `SUM(${alias}.${column}) AS ${column}`)
    .join(', ');
}

/** @param viewers counted elsewhere: they can't be summed up */
export function toCounts(row: RawCounts | undefined, viewers: number): PlaybackCounts {
  return {
    plays: Number(row?.plays ?? 0),
    secondsWatched: Number(row?.secondsWatched ?? 0),
    completions: Number(row?.completions ?? 0),
    viewers,
  };
}

/** The sum of days in no particular order, which may be none. */
export function addUp(days: readonly DayCounts[], viewers: number): PlaybackCounts {
  const sum = (property: keyof PlaybackCounts): number =>
    days.reduce((total, day) => total + day[property], 0);
  return {
    plays: sum('plays'),
    secondsWatched: sum('secondsWatched'),
    completions: sum('completions'),
    viewers,
  };
}

/**
 * One point for each period, zeros where nothing was watched.
 * @param days in the order of time
 * @param viewers of each period; left out when the periods are single days, which know theirs
 */
export function pointsOf(
  periods: readonly DayRange[],
  days: readonly DayCounts[],
  viewers: readonly number[] | undefined,
): PlaybackPoint[] {
  let next = 0;
  return periods.map(({ from, to }, index) => {
    const first = next;
    while (next < days.length && days[next]!.day <= to) next += 1;
    const inside = days.slice(first, next);
    return { from, to, ...addUp(inside, viewers?.[index] ?? inside[0]?.viewers ?? 0) };
  });
}

/**
 * How many different members there are in each period. One statement.
 * @param viewers selects the rows of viewers on the days of the periods
 */
export async function viewersByPeriod<Row extends ObjectLiteral & { day: Day; memberId: string }>(
  viewers: RowQuery<Row>,
  periods: readonly DayRange[],
): Promise<number[]> {
  const borders = periods.slice(1).map(({ from }) => from);
  const { sql, parameters } = spanCase(`${viewers.alias}.day`, borders, 'border');
  const rows = await viewers.raw<{ period: number; viewers: number | string }>(
    `SELECT ${sql} AS period, COUNT(DISTINCT ${viewers.alias}.memberId) AS viewers{rows} GROUP BY period`,
    parameters,
  );
  const counted = new Map(rows.map((row) => [Number(row.period), Number(row.viewers)]));
  return periods.map((_, index) => counted.get(index) ?? 0);
}

/**
 * For the few hot statements that are written as SQL and read plain rows: what the drivers make of columns when no
 * entity stands between.
 */

/** A `datetime(3)` column: mysql2 gives a Date, SQLite the text that was stored, `2026-01-31 09:30:00.000` in UTC. */
export type RawTimestamp = Date | string;

/** A boolean column is 0 or 1 on every engine. */
export type RawBoolean = number;

export function readTimestamp(value: RawTimestamp): Date {
  return typeof value === 'string' ? new Date(`${value.replace(' ', 'T')}Z`) : value;
}

export function readNullableTimestamp(value: RawTimestamp | null): Date | null {
  return value === null ? null : readTimestamp(value);
}

/** A point in time as a parameter that every engine takes and stores as it stores the entities' columns. */
export function writeTimestamp(value: Date): string {
  return value.toISOString().replace('T', ' ').slice(0, -1);
}

/** `?, ?, ?`: the inside of `IN (…)` for this many values. */
export function placeholders(count: number): string {
  return '?, '.repeat(count).slice(0, -2);
}

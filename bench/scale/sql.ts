/** A month's beginning, so that a fill serves for a month; what is scheduled lies well behind it. */
const now = new Date();
export const END_MS = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
/** How long the platforms have been there. */
export const SPAN_MS = 3 * 365 * 86_400_000;
export const START_MS = END_MS - SPAN_MS;

/** How many rows a table has on the large platform, and on each of the others. */
export interface Sizes {
  readonly large: number;
  readonly small: number;
}

/**
 * A table to fill: what stands in each column of the row number `place.n` of `place.total` that it has on the platform
 * `place.p`; 0 is the large one. `a` and `b` are two phrases.
 */
export interface TableFill extends Sizes {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** An expression whose value is of the platform's kind: the large one's, or the others'. */
export const bySize = (large: number | string, small: number | string): string =>
  `IF(place.p = 0, ${large}, ${small})`;

export const countOf = ({ large, small }: Sizes): string => bySize(large, small);

/**
 * True for so many rows of the platform, evenly spread: what is rare stays rare as the platform grows.
 * @param offset others than those of another offset
 */
export const isOneOf = (large: number, small: number, offset = 0): string =>
  `place.n MOD CEIL(place.total / ${bySize(large, small)}) = ${offset}`;

const milliseconds = (n: string, total: string): string =>
  `(${START_MS} + (${n}) * (${SPAN_MS} DIV (${total})))`;

const toTime = (ms: string): string => `FROM_UNIXTIME(${ms} / 1000)`;

/** When the row was made. */
export const createdAt = toTime(milliseconds('place.n', 'place.total'));

/** So many days after the row was made. */
export const daysLater = (days: number | string): string =>
  toTime(`(${milliseconds('place.n', 'place.total')} + (${days}) * 86400000)`);

/** So many days after now. */
export const daysAhead = (days: number | string): string =>
  toTime(`(${END_MS} + (60 + (${days})) * 86400000)`);

/** The day as text, so many days before the end. */
export const dayBefore = (days: string): string =>
  `DATE_FORMAT(DATE_SUB(${toTime(String(END_MS))}, INTERVAL 1 + (${days}) DAY), '%Y-%m-%d')`;

/** The id of the row number `n` of a table: like a UUID of version 7, it sorts by when the row was made. */
export function idOf({ table, ...sizes }: { table: string } & Sizes, n: string): string {
  const hex = (value: string, digits: number): string => `LPAD(LOWER(HEX(${value})), ${digits}, '0')`;
  const time = hex(milliseconds(n, countOf(sizes)), 12);
  const kind = hex(String([...table].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 0xfff), 3);
  return `CONCAT(INSERT(${time}, 9, 0, '-'), '-7', ${hex('place.p', 3)}, '-8', ${kind}, '-', ${hex(n, 12)})`;
}

/** A row of another table, the same one for about as many rows each. */
export const anyOf = (other: { table: string } & Sizes, stride = 7919): string =>
  idOf(other, `(place.n * ${stride}) MOD ${countOf(other)}`);

/** One of the texts, in turn. */
export const oneOf = (...texts: readonly string[]): string =>
  `ELT(1 + place.n MOD ${texts.length}, ${texts.map((text) => `'${text}'`).join(', ')})`;

/** What every row of a platform has. */
export const platformId = 'place.platformId';

/** Columns of what people edit. */
export const edited = { createdAt, updatedAt: createdAt, version: '1' } as const;

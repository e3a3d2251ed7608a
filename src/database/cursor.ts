import { BadUserInputError } from '../errors';

/** What a row is placed by in its list, beside its id. */
export type CursorValue = string | number | Date | null;

/** The types of a {@link CursorValue}, so that a forged cursor can't put another type into the query. */
export interface CursorType {
  readonly kind: 'text' | 'number' | 'time';
  readonly nullable: boolean;
}

/** A place in a list: after the row of this value and id. */
export interface CursorPlace {
  readonly value: CursorValue;
  readonly id: string;
}

/**
 * The opaque text that stands for a place.
 * @param list which list and order it belongs to: a cursor of one is refused by another
 */
export function writeCursor(list: string, { value, id }: CursorPlace): string {
  // JSON writes a Date as ISO 8601.
  return Buffer.from(JSON.stringify({ by: list, value, id })).toString('base64url');
}

/**
 * The place that a cursor stands for.
 * @throws BadUserInputError when {@link writeCursor} can't have made it for this list
 */
export function readCursor(text: string, list: string, type: CursorType): CursorPlace {
  const { by, value, id } = parse(text);
  const typed = cursorValue(value, type);
  if (by !== list || typeof id !== 'string' || typed === undefined) {
    throw new BadUserInputError(
      'after',
      'is not a cursor of this list in this order.',
      'an endCursor it gave before',
    );
  }
  return { value: typed, id };
}

function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** Undefined when `value` is not of the type. */
function cursorValue(value: unknown, { kind, nullable }: CursorType): CursorValue | undefined {
  if (value === null) return nullable ? null : undefined;
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'number':
      return Number.isSafeInteger(value) ? Number(value) : undefined;
    case 'time': {
      const time = new Date(typeof value === 'string' ? value : Number.NaN);
      // Years beyond 9999 are written with six digits, which the databases do not take.
      return !Number.isNaN(time.getTime()) && time.toISOString() === value && value.length === 24
        ? time
        : undefined;
    }
  }
}

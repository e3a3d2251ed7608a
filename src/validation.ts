import { BadUserInputError } from './errors';

interface TextRule {
  min?: number;
  max: number;
  /** Whether it may hold line breaks and tabs. */
  multiline?: boolean;
}

/** Lone surrogates are no text, and MySQL refuses them; control characters belong in no name, NUL in no text. */
const NOT_TEXT = /\p{Surrogate}|\p{Cc}/u;
const NOT_MULTILINE_TEXT = /\p{Surrogate}|(?![\n\r\t])\p{Cc}/u;

/**
 * Text without the white space around it.
 * @param field where it stands in the input, for the error: `input.title`
 * @param rule how many characters (code points) are allowed; at least 1 when nothing is said
 * @throws BadUserInputError
 */
export function requireText(field: string, value: string, { min = 1, max, multiline }: TextRule): string {
  const text = value.trim();
  // Counting the code points of a megabyte is dear, and its UTF-16 units tell enough.
  const length = text.length > 2 * max ? text.length : [...text].length;
  if (length < min || length > max) {
    throw new BadUserInputError(field, `has ${length} characters.`, `${min} to ${max} characters`);
  }
  if ((multiline ? NOT_MULTILINE_TEXT : NOT_TEXT).test(text)) {
    throw new BadUserInputError(field, 'holds a character that is not text.', 'Unicode text');
  }
  return text;
}

/**
 * A name of 1 to 80 characters by which people tell rows apart. Equal names are equal bytes: accents are composed
 * (Unicode NFC).
 * @throws BadUserInputError
 */
export function requireName(field: string, value: string): string {
  return requireText(field, value.normalize('NFC'), { max: 80 });
}

/** The length of the column that holds a URL. */
export const URL_LENGTH = 2000;

/**
 * An absolute http or https address without credentials, as the URL standard writes it.
 * @throws BadUserInputError
 */
export function requireUrl(field: string, value: string): string {
  const allowed = `an http:// or https:// address of at most ${URL_LENGTH} characters`;
  const url = value.length <= URL_LENGTH && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.href.length > URL_LENGTH) {
    throw new BadUserInputError(field, 'is not a web address.', allowed);
  }
  if (url.username !== '' || url.password !== '') {
    throw new BadUserInputError(field, 'holds a user name or password.', allowed);
  }
  return url.href;
}

/**
 * A whole number from `min` to `max`.
 * @throws BadUserInputError
 */
export function requireInteger(
  field: string,
  value: number,
  { min, max }: { min: number; max: number },
): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new BadUserInputError(field, `${value} is out of range.`, `${min} to ${max}`);
  }
  return value;
}

/**
 * A list of `min` to `max` values, none of them twice.
 * @throws BadUserInputError
 */
export function requireDistinct<Value extends string>(
  field: string,
  values: readonly Value[],
  { min, max }: { min: number; max: number },
): readonly Value[] {
  if (values.length < min || values.length > max) {
    throw new BadUserInputError(field, `has ${values.length} entries.`, `${min} to ${max} entries`);
  }
  const seen = new Set<Value>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value))
      throw new BadUserInputError(`${field}.${index}`, 'is there twice.', 'each entry once');
    seen.add(value);
  }
  return values;
}

/** A span of time: from `from`, up to but without `to`. An end that is left out is open. */
export interface TimeRange {
  from?: Date | null;
  to?: Date | null;
}

/**
 * A span that begins before it ends.
 * @throws BadUserInputError
 */
export function requireTimeRange(field: string, range: TimeRange): TimeRange {
  if (range.from != null && range.to != null && range.from >= range.to) {
    throw new BadUserInputError(field, 'ends before it begins.', '`from` earlier than `to`');
  }
  return range;
}

/**
 * The new value of a field that an edit may leave alone (undefined) but not clear (null).
 * @returns undefined when the field is left alone
 * @throws BadUserInputError for null
 */
export function editOf<Value, Valid>(
  field: string,
  value: Value | null | undefined,
  validate: (field: string, value: Value) => Valid,
): Valid | undefined {
  if (value === null) throw new BadUserInputError(field, 'can not be cleared.', 'a value, or leave it out');
  return value === undefined ? undefined : validate(field, value);
}

/** {@link editOf} for a field that null clears. */
export function clearableEditOf<Value, Valid>(
  field: string,
  value: Value | null | undefined,
  validate: (field: string, value: Value) => Valid,
): Valid | null | undefined {
  return value === undefined ? undefined : value === null ? null : validate(field, value);
}

/**
 * An edit that changes something.
 * @param fields those that it can change
 * @throws BadUserInputError when it names none of them
 */
export function requireChange<Edit extends object>(
  edit: Edit,
  fields: readonly (keyof Edit & string)[],
): void {
  if (fields.every((field) => edit[field] === undefined))
    throw new BadUserInputError('input', 'names nothing to change.', fields);
}

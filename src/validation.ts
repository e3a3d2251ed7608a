import { BadUserInputError } from './errors';

interface TextRule {
  min?: number;
  max: number;
}

/** Lone surrogates are no text, and MySQL refuses them; NUL ends a string in too many places. */
const NOT_TEXT = /\p{Surrogate}|\0/u;

/**
 * Text without the white space around it.
 * @param field where it stands in the input, for the error: `input.title`
 * @param rule how many characters (code points) are allowed; at least 1 when nothing is said
 * @throws BadUserInputError
 */
export function requireText(field: string, value: string, { min = 1, max }: TextRule): string {
  const text = value.trim();
  if (NOT_TEXT.test(text))
    throw new BadUserInputError(field, 'holds a character that is not text.', 'Unicode text');
  const length = [...text].length;
  if (length < min || length > max) {
    throw new BadUserInputError(field, `has ${length} characters.`, `${min} to ${max} characters`);
  }
  return text;
}

/** What would break a line, or be invisible in it. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/**
 * {@link requireText} on one line, as for a name. Equal names are equal bytes: accents are composed (Unicode NFC).
 * @throws BadUserInputError
 */
export function requireLine(field: string, value: string, rule: TextRule): string {
  const text = requireText(field, value.normalize('NFC'), rule);
  if (CONTROL.test(text)) {
    throw new BadUserInputError(
      field,
      'holds a line break or another control character.',
      'one line of text',
    );
  }
  return text;
}

/**
 * An edit's field that can be left out but not cleared.
 * @throws BadUserInputError when it is null
 */
export function refuseNull<T>(field: string, value: T | null | undefined): T | undefined {
  if (value === null) throw new BadUserInputError(field, 'is null.', 'a value, or leave it out');
  return value;
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

import { randomBase62 } from '../auth/base62';
import { BadUserInputError } from '../errors';

const MIN_LENGTH = 12;
/** bcrypt ignores whatever comes after. */
const MAX_BYTES = 72;
const ALLOWED = `${MIN_LENGTH} characters or more, at most ${MAX_BYTES} bytes in UTF-8`;

/** A lone surrogate has no UTF-8 of its own, so that two passwords would be one; NUL ends a string in too many places. */
const NOT_TEXT = /\p{Surrogate}|\0/u;

/**
 * A new password, exactly as it was given: white space counts.
 * @param field where it stands in the input, for the error, which never repeats the password
 * @throws BadUserInputError
 */
export function requirePassword(field: string, value: string): string {
  if (!fitsBcrypt(value)) {
    const problem = NOT_TEXT.test(value)
      ? 'holds a character that is not text.'
      : `is longer than ${MAX_BYTES} bytes.`;
    throw new BadUserInputError(field, problem, ALLOWED);
  }
  if ([...value].length < MIN_LENGTH)
    throw new BadUserInputError(field, `is shorter than ${MIN_LENGTH} characters.`, ALLOWED);
  return value;
}

/** Whether bcrypt tells this text from every other one. No password that fails this was ever accepted. */
export function fitsBcrypt(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_BYTES && !NOT_TEXT.test(text);
}

/** A password that nobody chose: 24 base62 characters, over 140 bits. No shell and no JSON has to quote it. */
export function generatePassword(): string {
  return randomBase62(24);
}

import { BadUserInputError } from './errors';

/** The longest address that mail can be sent to (RFC 5321 section 4.5.3.1.3, erratum 1690). */
export const EMAIL_LENGTH = 254;

const MAX_LOCAL_LENGTH = 64;
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
/** What `<input type="email">` takes (HTML Living Standard, "valid e-mail address"), with a dot in the domain. */
const EMAIL = new RegExp(
  `^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]{1,${MAX_LOCAL_LENGTH}}@${LABEL}(?:\\.${LABEL})+$`,
);

/**
 * An e-mail address without the white space around it, in the case it was written in.
 * @param field where it stands in the input, for the error: `input.email`
 * @throws BadUserInputError
 */
export function requireEmail(field: string, value: string): string {
  const email = value.trim();
  if (email.length > EMAIL_LENGTH || !EMAIL.test(email)) {
    const allowed = `an ASCII address such as ada@example.com, of at most ${EMAIL_LENGTH} characters`;
    throw new BadUserInputError(field, 'is not an e-mail address.', allowed);
  }
  return email;
}

/** What e-mail addresses are compared by: servers may tell cases apart in the local part, people do not. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

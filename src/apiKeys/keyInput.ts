import { BadUserInputError } from '../errors';
import { requireLine, requireText } from '../validation';

/** Later times do not fit into every database's calendar. */
const LATEST_EXPIRY = new Date('9999-01-01T00:00:00.000Z');

export function requireKeyName(value: string): string {
  return requireLine('input.name', value, { max: 80 });
}

/**
 * When a key is to end: a time in the future, or null for never.
 * @throws BadUserInputError
 */
export function requireExpiry(value: Date | null, now: Date): Date | null {
  if (value === null || (value > now && value < LATEST_EXPIRY)) return value;
  throw new BadUserInputError(
    'input.expiresAt',
    `${value.toISOString()} is not possible.`,
    'a time in the future, before the year 9999',
  );
}

/**
 * Why a key was revoked; null when nothing was said.
 * @throws BadUserInputError
 */
export function requireReason(value: string | null | undefined): string | null {
  const reason = requireText('reason', value ?? '', { min: 0, max: 200 });
  return reason === '' ? null : reason;
}

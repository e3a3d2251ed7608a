import { BadUserInputError } from '../errors';
import { requireText } from '../validation';

/**
 * When a key is to end: a time in the future, or null for never.
 * @throws BadUserInputError
 */
export function requireExpiry(value: Date | null, now: Date): Date | null {
  if (value === null || value > now) return value;
  throw new BadUserInputError(
    'input.expiresAt',
    `${value.toISOString()} is not in the future.`,
    'a time in the future, or null for never',
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

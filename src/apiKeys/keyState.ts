import { type ApiKey } from './ApiKey';

export const API_KEY_STATES = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

export function stateOf(key: ApiKey, now: Date): ApiKeyState {
  if (key.revokedAt !== null) return 'REVOKED';
  return key.expiresAt !== null && key.expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
}

/** Until when the secret before the last rotation works; null when none does any more. */
export function previousSecretEnd(key: ApiKey, now: Date): Date | null {
  const { previousExpiresAt } = key;
  if (previousExpiresAt === null || stateOf(key, now) !== 'ACTIVE') return null;
  const end = earlier(previousExpiresAt, key.expiresAt);
  return end > now ? end : null;
}

/** The first of a time and a limit that may not be there. */
export function earlier(time: Date, limit: Date | null): Date {
  return limit !== null && limit < time ? limit : time;
}

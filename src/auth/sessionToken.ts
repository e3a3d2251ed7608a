import { createHash } from 'node:crypto';
import { randomBase62 } from './base62';

const PATTERN = /^as_[0-9A-Za-z]{43}$/;

/** A new admin session token, `as_` + 43 base62 characters (over 250 bits). Shown to its admin once. */
export function newSessionToken(): string {
  return `as_${randomBase62(43)}`;
}

export function isSessionToken(text: string): boolean {
  return PATTERN.test(text);
}

/** What the database keeps of a session token: SHA-256 in hex. A random secret of this size needs no slow hash. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type EmailRecipient } from './EmailRecipient';

/** 32 hexadecimal digits of the recipient's id, then their secret. */
const TOKEN = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([A-Za-z0-9_-]{24})$/;

/** 144 random bits, as text that may stand in an address. */
export function newUnsubscribeSecret(): string {
  return randomBytes(18).toString('base64url');
}

/** The last part of a recipient's unsubscribe link. */
export function unsubscribeToken({
  id,
  unsubscribeSecret,
}: Pick<EmailRecipient, 'id' | 'unsubscribeSecret'>): string {
  return id.replaceAll('-', '') + unsubscribeSecret;
}

/** The parts of a token; null when it is none. */
export function readUnsubscribeToken(token: string): { id: string; secret: string } | null {
  const parts = TOKEN.exec(token);
  if (parts === null) return null;
  return { id: parts.slice(1, 6).join('-'), secret: parts[6] ?? '' };
}

/** Compares in a time that says nothing about where they differ. */
export function isSameSecret(given: string, stored: string): boolean {
  return given.length === stored.length && timingSafeEqual(Buffer.from(given), Buffer.from(stored));
}

import { createHash, randomBytes } from 'node:crypto';
import { NotFoundError } from '../errors';

/**
 * A new UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits. Ids that are made later
 * sort later, so that inserts land at the end of the primary key's tree.
 */
export function newId(now: Date = new Date()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hyphenated(bytes);
}

/**
 * The same id for the same parts, whoever asks and whenever: a UUID version 8 (RFC 9562 section 5.8) out of their digest.
 * For what a repeated request must not make twice.
 */
export function idFor(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hyphenated(bytes);
}

function hyphenated(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a text has exactly the form of {@link newId}'s. Ids from callers are checked before they reach the database:
 * MySQL's collations ignore trailing spaces, so that `'x '` would find `'x'`.
 */
export function isId(text: string): boolean {
  return ID.test(text);
}

/**
 * For an id that a caller wants something done to.
 * @param noun what the row is, for the error: `Video`
 * @throws NotFoundError when no row can have this id
 */
export function assertId(noun: string, id: string): void {
  if (!isId(id)) throw new NotFoundError(noun, id);
}

import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The largest multiple of 62 that fits in a byte: bytes from here on would favour the first characters. */
const UNBIASED_LIMIT = 248;

/** `length` characters, each drawn evenly from the 62 by the system's CSPRNG. */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < UNBIASED_LIMIT) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/** A non-negative integer in base 62, left-padded with 0 to `length` characters. */
export function toBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = (ALPHABET[rest % 62] ?? '') + text;
  return text.padStart(length, '0');
}

import { hash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { crc32 } from 'node:zlib';
import { randomBase62, toBase62 } from './base62';

const ID_LENGTH = 12;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PATTERN = /^ac_([0-9A-Za-z]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const TAG_BYTES = 4;

/** Takes the place of the tag of a key that does not exist. It is no hex, so no secret has it. */
const NO_TAG = Buffer.from('-'.repeat(2 * TAG_BYTES));

/**
 * An API key in full, as its client holds it: `ac_` + 12 base62 characters (public id) + `_` + 43 (secret, over 250
 * bits) + 6 (CRC-32 of id and secret). 65 characters without a dash, so that a double click selects the whole.
 * A value object: it knows the format, and nothing of databases. Printed by whatever means, it shows its public id only.
 */
export class ApiKeyToken {
  readonly id: string;
  readonly #secret: string;

  private constructor(id: string, secret: string) {
    this.id = id;
    this.#secret = secret;
  }

  /** A new key with a secret from the system's CSPRNG. */
  static generate(): ApiKeyToken {
    return new ApiKeyToken(randomBase62(ID_LENGTH), randomBase62(SECRET_LENGTH));
  }

  /** The same key with a new secret. */
  static rotate(id: string): ApiKeyToken {
    return new ApiKeyToken(id, randomBase62(SECRET_LENGTH));
  }

  /** Null when `text` is not of the format or its checksum is wrong: a typing slip is told without any look-up. */
  static parse(text: string): ApiKeyToken | null {
    const match = PATTERN.exec(text);
    if (match === null) return null;
    const [, id, secret, checksum] = match;
    if (id === undefined || secret === undefined) return null;
    return checksumOf(id, secret) === checksum ? new ApiKeyToken(id, secret) : null;
  }

  /** The part that bcrypt hashes. */
  get secret(): string {
    return this.#secret;
  }

  /** First 4 bytes of SHA-256 of the secret, in hex: lets a forged secret be refused without bcrypt. */
  get tag(): string {
    return hash('sha256', this.#secret, 'hex').slice(0, 2 * TAG_BYTES);
  }

  /**
   * Whether the secret has one of these tags, in the same time whichever it is.
   * @param tags of the key's valid secrets; null stands for one that there is not
   * @returns for each tag, in their order
   */
  matchTags(tags: readonly (string | null)[]): boolean[] {
    const own = Buffer.from(this.tag);
    return tags.map((tag) => {
      const other = tag === null ? NO_TAG : Buffer.from(tag);
      return other.length === own.length && timingSafeEqual(own, other);
    });
  }

  get lastFour(): string {
    return this.reveal().slice(-4);
  }

  /** The whole key as text: shown once, never stored, never logged. */
  reveal(): string {
    return `ac_${this.id}_${this.#secret}${checksumOf(this.id, this.#secret)}`;
  }

  toJSON(): string {
    return `ac_${this.id}_…`;
  }

  toString(): string {
    return this.toJSON();
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

function checksumOf(id: string, secret: string): string {
  return toBase62(crc32(id + secret), CHECKSUM_LENGTH);
}

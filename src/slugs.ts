import { randomInt } from 'node:crypto';
import { isDuplicateKey } from './database/Database';
import { isId } from './database/ids';
import { BadUserInputError, ConflictError } from './errors';

/** The length of the column that holds a slug. */
export const SLUG_LENGTH = 120;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Shorter than a slug may be, so that a suffix has room. */
const GENERATED_LENGTH = 80;
const SUFFIX_SPACE = 36 ** 5;
/** Sixty million suffixes: a second try is next to never taken, too. */
const MAX_TRIES = 5;

/** Whether a text can be a slug at all; what can't need not be looked for. */
function isSlug(text: string): boolean {
  return text.length <= SLUG_LENGTH && SLUG.test(text);
}

/**
 * By what a caller looks for one row: its id or its slug.
 * @returns null when no row can have such an id or slug
 * @throws BadUserInputError unless exactly one of the two is given
 */
export function requireIdOrSlug(given: {
  id?: string | null;
  slug?: string | null;
}): { id: string } | { slug: string } | null {
  const { id, slug } = given;
  if (id != null && slug == null) return isId(id) ? { id } : null;
  if (slug != null && id == null) return isSlug(slug) ? { slug } : null;
  throw new BadUserInputError('id', 'give either id or slug.', 'exactly one of id and slug');
}

/**
 * The last part of an address: lower-case letters a to z, digits, and single dashes between them.
 * @throws BadUserInputError
 */
export function requireSlug(field: string, value: string): string {
  if (isSlug(value)) return value;
  const allowed = `1 to ${SLUG_LENGTH} of a-z and 0-9, with single dashes between them`;
  throw new BadUserInputError(field, 'is not a slug.', allowed);
}

/** A slug out of a title; `fallback` when the title has no letter of the Latin alphabet and no digit. */
export function slugOf(title: string, fallback: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = words?.join('-').slice(0, GENERATED_LENGTH).replace(/-$/, '');
  return slug ?? fallback;
}

/**
 * Inserts a row under a slug that nobody has: the one that was given, or the generated one, with a suffix when it is
 * taken. The unique index decides, so that two callers at once get two slugs.
 * @param slug `field` is where it stands in the input, for the error: `input.slug`
 * @param insert inserts the row with the slug; fails with a duplicate key when it is taken
 * @throws ConflictError when `given` is taken
 */
export async function insertWithSlug<Row>(
  { given, generated, field }: { given: string | undefined; generated: string; field: string },
  insert: (slug: string) => Promise<Row>,
): Promise<Row> {
  if (given !== undefined) return withFreeSlug(field, given, () => insert(given));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insert(attempt === 1 ? generated : `${generated}-${randomSuffix()}`);
    } catch (error) {
      if (attempt === MAX_TRIES || !isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * Runs `write`, in which a duplicate key can only be the slug's.
 * @param slug undefined when none is written
 * @throws ConflictError when the slug is taken
 */
export async function withFreeSlug<T>(
  field: string,
  slug: string | undefined,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw slug !== undefined && isDuplicateKey(error) ? ConflictError.duplicate(field, slug) : error;
  }
}

function randomSuffix(): string {
  return randomInt(SUFFIX_SPACE).toString(36).padStart(5, '0');
}

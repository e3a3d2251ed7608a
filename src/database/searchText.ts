import { type ObjectLiteral } from 'typeorm';
import { BadUserInputError } from '../errors';
import { requireText } from '../validation';
import { type RowQuery } from './RowQuery';

const MAX_SEARCH_LENGTH = 200;
/** Each word is one condition of the query. */
const MAX_SEARCH_WORDS = 8;
/** UTF-16 units: compatibility forms can grow to many times their length, and MySQL's TEXT ends at 65,535 bytes. */
const MAX_INDEXED_UNITS = 20_000;

/**
 * Text as it is searched: lower case and without accents, the same on every engine (SQLite folds ASCII only). A column
 * of its own holds it beside what people read. Very long text is searched at its beginning only.
 */
export function toSearchText(...parts: readonly string[]): string {
  return fold(parts.join(' '), MAX_INDEXED_UNITS);
}

/** How long a sort text may be: the `length` of its column. */
export const SORT_TEXT_LENGTH = 100;

/** Text as lists are ordered by it: without regard to case and accents, on every engine alike. */
export function toSortText(text: string): string {
  return fold(text, SORT_TEXT_LENGTH);
}

function fold(text: string, maxUnits: number): string {
  const folded = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  // The cut may fall into a surrogate pair: half of one is no text.
  return folded.slice(0, maxUnits).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * Keeps the rows whose search text has every word of `search` in it.
 * @param column the column that {@link toSearchText} filled, `video.searchText`
 * @throws BadUserInputError when `search` is too long or no text
 */
export function whereMatches<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  column: string,
  search: string,
): void {
  const text = requireText('filter.search', search, { min: 0, max: MAX_SEARCH_LENGTH, multiline: true });
  const words = toSearchText(text).split(/\s+/).filter(Boolean);
  if (words.length > MAX_SEARCH_WORDS) {
    throw new BadUserInputError('filter.search', 'has too many words.', `at most ${MAX_SEARCH_WORDS} words`);
  }
  words.forEach((word, index) => {
    query.where(`${column} LIKE :word${index} ESCAPE '!'`, { [`word${index}`]: `%${escapeLike(word)}%` });
  });
}

function escapeLike(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}

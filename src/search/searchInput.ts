import { type ObjectLiteral } from 'typeorm';
import { indexEntries, isUnspaced, wordsOf } from '../database/searchText';
import { type RowQuery } from '../database/RowQuery';
import { BadUserInputError } from '../errors';
import { requireText } from '../validation';

const MAX_SEARCH_LENGTH = 200;
/** Each word is one condition of the query. */
const MAX_SEARCH_WORDS = 8;
/** Characters of a script without spaces in one phrase: to look for very long ones in a text takes many steps a character. */
const MAX_UNSPACED = 20;

/** What somebody searches for, of which everything must be there. */
export interface Search {
  /**
   * Words as search texts have them: `' cedar'`. Characters of a script without spaces that were written together stay
   * together. None when there is text and no word in it, which nothing matches.
   */
  readonly phrases: readonly string[];
  /** Beginnings of words: of every row that matches, the index has a word that begins so, for each. The longest first. */
  readonly entries: readonly string[];
}

/**
 * @param search as the caller wrote it
 * @returns null when nothing is asked for
 * @throws BadUserInputError when `search` is too long or no text
 */
export function readSearch(search: string | null | undefined): Search | null {
  if (search == null) return null;
  const text = requireText('filter.search', search, { min: 0, max: MAX_SEARCH_LENGTH, multiline: true });
  if (text === '') return null;
  const phrases = withoutImplied(text.split(/\s+/).flatMap(phrasesOf));
  if (phrases.length > MAX_SEARCH_WORDS) {
    throw new BadUserInputError('filter.search', 'has too many words.', `at most ${MAX_SEARCH_WORDS} words`);
  }
  const entries = withoutImplied(phrases.flatMap((phrase) => [...indexEntries(phrase)]));
  // The longer one is, the fewer rows tend to have it.
  const byLength = entries.toSorted((a, b) => b.length - a.length);
  return { phrases, entries: byLength.slice(0, MAX_SEARCH_WORDS) };
}

/** Keeps the rows of `query` that match. */
export function whereMatches<Row extends ObjectLiteral>(query: RowQuery<Row>, search: Search | null): void {
  if (search === null) return;
  if (search.phrases.length === 0) query.where('1 = 0');
  search.phrases.forEach((phrase, index) => {
    // Words hold no sign that LIKE has a meaning for.
    query.where(`${query.alias}.searchText LIKE :phrase${index}`, { [`phrase${index}`]: `%${phrase}%` });
  });
}

/**
 * The phrases of a piece of text without white space: `e-mail` gives two, and so does `iPhone用ケース`. What is written
 * without spaces and is very long gives several, each of which begins with the last character of the one before.
 */
function phrasesOf(piece: string): string[] {
  const phrases: string[] = [];
  let before = '';
  let length = 0;
  for (const word of wordsOf(piece)) {
    const isNext = isUnspaced(before) && isUnspaced(word);
    if (isNext && length < MAX_UNSPACED) {
      phrases[phrases.length - 1] += ` ${word}`;
      length += 1;
    } else {
      phrases.push(isNext ? ` ${before} ${word}` : ` ${word}`);
      length = isNext ? 2 : 1;
    }
    before = word;
  }
  return phrases;
}

/** Without those that are there whenever another is: a word, where a longer one begins with it. */
function withoutImplied(words: readonly string[]): string[] {
  const different = [...new Set(words)];
  return different.filter((word) => !different.some((other) => other !== word && other.startsWith(word)));
}

import { type ObjectLiteral } from 'typeorm';
import { type Parameters } from '../database/namedParameters';
import { cutPage, type ListOrder, type PageRequest } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { type Searched } from './Searched';
import { WORD_INDEX } from './SearchWord';

/**
 * SQL that gives `id` and `place` of rows which may match. It speaks of the platform `:platformId`, of `:kind`, and of the
 * words `:word0`, `:word1` …, whose longer forms lie below `:beyond0` …; and where several are to be in one row, of their
 * signature, `:signature`.
 */
export type Candidates = string;

/** @param words what the index is looked up for */
export function wordParameters(
  platformId: string,
  { kind }: Pick<Searched, 'kind'>,
  words: readonly string[],
): Parameters {
  const parameters: Parameters = { platformId, kind };
  words.forEach((word, index) => {
    parameters[`word${index}`] = word;
    // The last code point there is: every engine compares text by code points.
    parameters[`beyond${index}`] = `${word}\u{10FFFF}`;
  });
  return parameters;
}

const owned = (alias: string): string => `${alias}.platformId = :platformId AND ${alias}.kind = :kind`;

/** Entries of the very word of this index. */
export const isWord = (index: number, alias = 'entry'): string =>
  `${owned(alias)} AND ${alias}.word = :word${index}`;

/** Entries of words that begin with it and go on. */
export const isLonger = (index: number): string =>
  `${owned('entry')} AND entry.word > :word${index} AND entry.word < :beyond${index}`;

const isEither = (index: number): string =>
  `${owned('entry')} AND entry.word >= :word${index} AND entry.word < :beyond${index}`;

const rowsOf = (rows: string, condition: string): Candidates =>
  `SELECT entry.rowId AS id, entry.place AS place FROM ${rows} WHERE ${condition}`;

/** Every row with the word, or a longer one. */
export const allOf = (index: number): Candidates => rowsOf('search_words entry', isEither(index));

export const longerOf = (index: number): Candidates => rowsOf('search_words entry', isLonger(index));

/** Rows whose words are not written yet. */
export function staleRows(table: string, { place }: Searched): Candidates {
  return `SELECT stale.id AS id, stale.${place} AS place FROM ${table} stale WHERE ${isStale('stale')}`;
}

export const isStale = (alias: string): string =>
  `${alias}.wordsWritten IS NULL AND ${alias}.platformId = :platformId`;

/** Rows that have all these words exactly. */
export function together<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  indices: readonly number[],
): Candidates {
  const { rows, condition } = entriesTogether(query, indices);
  return rowsOf(rows, condition);
}

/**
 * The words' entries, walked side by side in the order that the index has them in. Most rows that lack a word are told by
 * their signature, in the entry that is read anyway.
 */
function entriesTogether<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  [first = 0, ...others]: readonly number[],
): { rows: string; condition: string } {
  const rows = others.map((index) => {
    const also = `also${index}`;
    // The primary key would tell it as well, but its entries lie far apart.
    return ` ${query.thenJoin} search_words ${also} ${query.byIndex(WORD_INDEX)}
      ON ${isWord(index, also)} AND ${also}.place = entry.place AND ${also}.rowId = entry.rowId`;
  });
  const mayHaveAll =
    others.length > 0 ? ' AND (entry.signature IS NULL OR (entry.signature & :signature) = :signature)' : '';
  return { rows: `search_words entry${rows.join('')}`, condition: isWord(first) + mayHaveAll };
}

/**
 * Of the rows that have all these words exactly, those on the page that is asked for: the index has them in the order of
 * the list.
 * @param query with every condition of the list
 * @param parameters gets those that the page brings along
 */
export function pageTogether<Row extends ObjectLiteral & { id: string }>(
  query: RowQuery<Row>,
  { place }: Searched,
  { order, request }: { order: ListOrder; request: PageRequest },
  indices: readonly number[],
  parameters: Parameters,
): Candidates {
  const { rows, condition } = entriesTogether(query, indices);
  const page = query
    .copy()
    .ledBy({
      rows,
      on: `${query.alias}.id = entry.rowId AND ${query.alias}.${place} = entry.place`,
      place: { property: place, value: 'entry.place', id: 'entry.rowId' },
    })
    .where(condition);
  const { rowCount } = cutPage(page, order, request);
  const part = page.part(`SELECT entry.rowId AS id, entry.place AS place{rows} LIMIT ${rowCount}`);
  Object.assign(parameters, part.parameters);
  // SQLite takes no limit within a union.
  return `SELECT page.id, page.place FROM (${part.text}) page`;
}

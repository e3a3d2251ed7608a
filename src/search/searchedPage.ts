import { type ObjectLiteral } from 'typeorm';
import { type Database } from '../database/Database';
import { compileStatement, type Parameters } from '../database/namedParameters';
import {
  cutPage,
  type ListOrder,
  type Page,
  type PageRequest,
  readPage,
  whereAfter,
} from '../database/paging';
import { rawQuery } from '../database/rawQuery';
import { type RowQuery } from '../database/RowQuery';
import { type DerivedFields } from '../database/tableShape';
import {
  allOf,
  type Candidates,
  isLonger,
  isStale,
  isWord,
  longerOf,
  pageTogether,
  staleRows,
  together,
  wordParameters,
} from './candidates';
import { type Searched } from './Searched';
import { readSearch, whereMatches } from './searchInput';
import { signatureOf } from './signature';

/** A word of so few rows is looked up row by row, whatever else is asked for. */
const FEW = 300;
/** What so many rows have is in most lists' beginnings. Nothing is counted further. */
const MANY = 4_000;
/** Where the index has a word's rows in the order of the list, it need not be known how many more than this they are. */
const ENOUGH = 400;
/** A list of fewer rows is walked through. So is the beginning of any other, before a word that very many rows have. */
const SHORT = 1_000;
/** Rows with a word that are looked up one by one at most, where the list itself has few of them near. */
const MOST = 20_000;
/** How many rows with a longer form of a word (`cedars`, for `cedar`) are looked at beside those that have the word. */
const MANY_LONGER = 1_000;

export interface SearchedList {
  readonly searched: Searched;
  readonly platformId: string;
  readonly order: ListOrder;
  /** With what is searched for; nothing is when that is left out. */
  readonly request: PageRequest & { readonly filter?: SearchFilter | null };
  readonly derived?: DerivedFields;
}

/** A list's filter: whatever else it has is among the query's conditions already. */
interface SearchFilter {
  readonly search?: string | null;
}

/** What the index has of a word: rows with the word itself, and rows with one that begins with it. */
interface Entry {
  /** Its place in the search. */
  readonly index: number;
  readonly word: string;
  readonly exact: number;
  readonly longer: number;
}

/**
 * Reads one page of the rows of which each word of a search begins some word. The index of words only tells which rows to
 * look at; conditions on the row itself decide. So a row is found by what it says now, and never by what it said before;
 * rows whose words are not written yet are all looked at. A search costs a small statement more than a list; two or three
 * when many rows have each of its words.
 * @param query over the rows of the platform, with all other conditions, without order and limit
 * @throws BadUserInputError as `readSearch` and `readPage` do
 */
export async function readSearchedPage<Row extends ObjectLiteral & { id: string }>(
  database: Database,
  query: RowQuery<Row>,
  list: SearchedList,
): Promise<Page<Row>> {
  const { order, request, derived } = list;
  const search = readSearch(request.filter?.search);
  if (search === null) return readPage(query, order, request, derived);
  const all = query.copy();
  whereMatches(query, search);
  if (search.entries.length === 0) return readPage(query, order, request, derived);

  const parameters = wordParameters(list.platformId, list.searched, search.entries);
  const isOwnOrder = isInPlace(list);
  const counts = await countEntries(
    database,
    { table: query.table.name, words: search.entries, exactly: isOwnOrder ? ENOUGH : MANY },
    parameters,
  );
  if (counts.stale >= MANY) return readPage(query, order, request, derived);
  const rarest = byRarity(counts.entries)[0]!;
  if (totalOf(rarest) <= FEW) {
    lookAt(query, list.searched, [allOf(rarest.index)], parameters);
    return readPage(query, order, request, derived);
  }
  if (!isBeginningOfAll(list.request)) {
    // However many rows have the words: the list has few, for its other conditions, or from this page on.
    const rest = restOf(all, list);
    if (await isShort(database, rest))
      return readPage(among(rest, query, list, 2 * SHORT), order, request, derived);
  }
  let candidates = await choose(database, query, list, counts.entries, parameters);
  if (candidates === null) {
    const first = all.copy();
    cutPage(first, order, request);
    const near = await readPage(among(first, query, list, SHORT), order, request, derived);
    if (near.pageInfo.hasNextPage) return near;
    // Whatever is left to find is not where the list begins. To look up one row after another takes longer than to walk,
    // unless they are few.
    const part = allOf(rarest.index);
    if (isOwnOrder && (await countRows(database, part, MOST, parameters)) < MOST) candidates = [part];
  }
  if (candidates !== null) lookAt(query, list.searched, candidates, parameters);
  return readPage(query, order, request, derived);
}

/** Whether a list comes in the order in which the index has the rows of each word. */
function isInPlace({ order, searched }: SearchedList): boolean {
  return order.property === searched.place;
}

/** Whether a page is the first one of all that the platform has: no list is longer. */
function isBeginningOfAll({ after, filter }: SearchedList['request']): boolean {
  const others = Object.entries(filter ?? {}).filter(([name]) => name !== 'search');
  return after == null && others.every(([, value]) => value == null);
}

const totalOf = ({ exact, longer }: Entry): number => exact + longer;

/** Of two words with too many rows to count, the longer one tends to have fewer. */
function byRarity(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => totalOf(a) - totalOf(b) || b.word.length - a.word.length);
}

/**
 * The rows of the list from this page on. Where no index leads to few of them they are walked in their order, in which they
 * lie close together.
 * @param all has the list's conditions, but for the search
 */
function restOf<Row extends ObjectLiteral & { id: string }>(
  all: RowQuery<Row>,
  { order, request }: SearchedList,
): RowQuery<Row> {
  const rest = all.copy();
  if (rest.isNarrowed(order.property)) whereAfter(rest, order, request);
  else cutPage(rest, order, request);
  return rest;
}

async function isShort<Row extends ObjectLiteral>(database: Database, rows: RowQuery<Row>): Promise<boolean> {
  const { text, parameters } = rows.part('SELECT 1 AS one{rows}');
  return (await countRows(database, text, SHORT, parameters)) < SHORT;
}

/** How many rows a SELECT has; `most` when it has more. */
async function countRows(
  database: Database,
  rows: string,
  most: number,
  parameters: Parameters,
): Promise<number> {
  const text = `SELECT COUNT(*) AS found FROM (${rows} LIMIT ${most}) counted`;
  const { found } = await readOne(database, text, parameters);
  return Number(found);
}

/** Has a query look at these rows and at the stale ones only. */
function lookAt<Row extends ObjectLiteral>(
  query: RowQuery<Row>,
  searched: Searched,
  candidates: readonly Candidates[],
  parameters: Parameters,
): void {
  query.ledBy(
    {
      rows: `(${[...candidates, staleRows(query.table.name, searched)].join(' UNION ')}) candidate`,
      // An entry of another place is out of date: its row is among the stale ones.
      on: `${query.alias}.id = candidate.id AND ${query.alias}.${searched.place} = candidate.place`,
      place: { property: searched.place, value: 'candidate.place', id: 'candidate.id' },
    },
    parameters,
  );
}

/**
 * A query that looks at some rows of a list only. When these are its first ones, and it finds a page and more among them,
 * that is the page.
 */
function among<Row extends ObjectLiteral & { id: string }>(
  rows: RowQuery<Row>,
  query: RowQuery<Row>,
  { order }: SearchedList,
  most: number,
): RowQuery<Row> {
  const { alias } = rows;
  const first = rows.part(
    `SELECT ${alias}.id AS id, ${alias}.${order.property} AS place{rows} LIMIT ${most}`,
  );
  return query.copy().ledBy(
    {
      rows: `(${first.text}) candidate`,
      on: `${alias}.id = candidate.id`,
      place: { property: order.property, value: 'candidate.place', id: 'candidate.id' },
    },
    first.parameters,
  );
}

async function countEntries(
  database: Database,
  { table, words, exactly }: { table: string; words: readonly string[]; exactly: number },
  parameters: Parameters,
): Promise<{ entries: Entry[]; stale: number }> {
  const count = (rows: string, most = MANY): string =>
    `(SELECT COUNT(*) FROM (SELECT 1 AS one FROM ${rows} LIMIT ${most}) counted)`;
  const counts = words.flatMap((_, index) => [
    `${count(`search_words entry WHERE ${isWord(index)}`, exactly)} AS exact${index}`,
    `${count(`search_words entry WHERE ${isLonger(index)}`)} AS longer${index}`,
  ]);
  const stale = `${count(`${table} stale WHERE ${isStale('stale')}`)} AS stale`;
  const row = await readOne(database, `SELECT ${[...counts, stale].join(', ')}`, parameters);
  return {
    entries: words.map((word, index) => ({
      index,
      word,
      exact: Number(row[`exact${index}`]),
      longer: Number(row[`longer${index}`]),
    })),
    stale: Number(row.stale),
  };
}

/** The rows to look at, in parts, where each word is in many; null when the list itself should be tried first. */
async function choose<Row extends ObjectLiteral & { id: string }>(
  database: Database,
  query: RowQuery<Row>,
  list: SearchedList,
  entries: readonly Entry[],
  parameters: Parameters,
): Promise<readonly Candidates[] | null> {
  const sorted = byRarity(entries);
  const rarest = sorted[0]!;
  const withFewLonger = sorted.filter(({ longer }) => longer < MANY_LONGER);
  parameters.signature = signatureOf(withFewLonger.map(({ word }) => word));
  const exact = withFewLonger.map(({ index }) => index);
  if (isInPlace(list)) {
    if (exact.length === 0 && rarest.longer < MANY) exact.push(rarest.index);
    if (exact.length === 0) return null;
    return [pageTogether(query, list.searched, list, exact, parameters), ...exact.map(longerOf)];
  }
  if (totalOf(rarest) < MANY) return [allOf(rarest.index)];
  if (exact.length < 2) return null;
  // Each is in many rows. All of them in one row may be rare all the same, and no list would come upon it soon.
  const rows = [together(query, exact), ...exact.map(longerOf)];
  // Each part ends at the limit, too: MariaDB would gather them in full, and SQLite takes no limit within a union.
  const parts = rows.map((part) => `SELECT part.id FROM (${part} LIMIT ${MANY}) part`);
  return (await countRows(database, parts.join(' UNION ALL '), MANY, parameters)) < MANY ? rows : null;
}

async function readOne(
  database: Database,
  text: string,
  parameters: Parameters,
): Promise<Record<string, number | string>> {
  const { statement, values } = compileStatement(text, parameters);
  const [row = {}] = await rawQuery<Record<string, number | string>>(database.reads, statement, values);
  return row;
}

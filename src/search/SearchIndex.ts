import { type EntityManager, type ObjectLiteral } from 'typeorm';
import { type Database } from '../database/Database';
import { groupBy } from '../database/groupBy';
import { placeholders, type RawTimestamp, readTimestamp } from '../database/rawRows';
import { rawQuery } from '../database/rawQuery';
import { indexEntries, toSearchText } from '../database/searchText';
import { tableShape } from '../database/tableShape';
import { upsert } from '../database/upsert';
import { type Searched } from './Searched';
import { SearchWord } from './SearchWord';

/** How many rows of a table get their words at a time. */
const BATCH = 500;
/** How many of them in one transaction, which holds them locked. */
const ROWS_PER_TRANSACTION = 50;
/** Keeps the parameters of one statement under SQLite's 32,766. */
const WORDS_PER_INSERT = 5_000;
/** SQLite nests no more than a thousand conditions. */
const WORDS_PER_DELETE = 400;

interface StaleRow {
  readonly id: string;
  readonly platformId: string;
  readonly version: number;
  readonly searchText: string;
  readonly place: RawTimestamp;
}

type Key = Pick<SearchWord, 'rowId' | 'word'>;

/**
 * The index of words, as it follows the rows that it is of. A write of a row only marks it as stale; here its words are
 * written, in one transaction with the mark's going. Any number of processes may do it at once: each row is the first
 * one's, and a process that dies leaves its rows stale.
 */
export class SearchIndex {
  constructor(
    private readonly database: Database,
    private readonly searched: readonly Searched[],
  ) {}

  /**
   * Writes the words of some stale rows.
   * @returns whether there may be more
   */
  async catchUp(): Promise<boolean> {
    const ids = groupBy(await this.staleIds(), ({ kind }) => kind);
    let isMore = false;
    for (const searched of this.searched) {
      const stale = (ids.get(searched.kind) ?? []).map(({ id }) => id);
      isMore ||= stale.length === BATCH;
      for (let start = 0; start < stale.length; start += ROWS_PER_TRANSACTION) {
        await this.write(searched, stale.slice(start, start + ROWS_PER_TRANSACTION));
      }
    }
    return isMore;
  }

  /** One statement over one index a table, which is all there is to do while nothing is edited. */
  private staleIds(): Promise<readonly { kind: string; id: string }[]> {
    const parts = this.searched.map(
      ({ kind, entity }) =>
        `SELECT '${kind}' AS kind, stale.id FROM
          (SELECT id FROM ${this.tableOf(entity)} WHERE wordsWritten IS NULL LIMIT ${BATCH}) stale`,
    );
    return rawQuery(this.database.reads, parts.join(' UNION ALL '), []);
  }

  private async write({ kind, entity, place }: Searched, ids: readonly string[]): Promise<void> {
    const table = this.tableOf(entity);
    const isOurs = `id IN (${placeholders(ids.length)})`;
    await this.database.transaction(async (manager) => {
      // An UPDATE that changes nothing locks on every engine; by the ids alone, for to look for stale ones would lock out
      // rows that become so. What is read after it is newer than what it waited for.
      await manager.query(`UPDATE ${table} SET version = version WHERE ${isOurs}`, [...ids]);
      const rows = await manager.query<StaleRow[]>(
        `SELECT id, platformId, version, searchText, ${place} AS place FROM ${table}
         WHERE ${isOurs} AND wordsWritten IS NULL`,
        [...ids],
      );
      if (rows.length === 0) return;
      const present = groupBy(await wordsOfRows(manager, rows), ({ rowId }) => rowId);
      const gone: Key[] = [];
      const missing: SearchWord[] = [];
      for (const { id, platformId, place: at, searchText } of rows) {
        const words = new Set(indexEntries(normalized(searchText)));
        const time = readTimestamp(at);
        for (const entry of present.get(id) ?? []) {
          const isRight = readTimestamp(entry.place).getTime() === time.getTime();
          if (!isRight || !words.delete(entry.word)) gone.push({ rowId: id, word: entry.word });
        }
        for (const word of words) missing.push({ rowId: id, word, platformId, kind, place: time });
      }
      for (let start = 0; start < gone.length; start += WORDS_PER_DELETE)
        await deleteWords(manager, gone.slice(start, start + WORDS_PER_DELETE));
      for (let start = 0; start < missing.length; start += WORDS_PER_INSERT)
        await upsert(manager, SearchWord, missing.slice(start, start + WORDS_PER_INSERT));
      await markWritten(manager, table, rows);
    });
  }

  private tableOf(entity: Searched['entity']): string {
    return tableShape<ObjectLiteral>(this.database.reads.dataSource, entity).name;
  }
}

/** As it is written now: the text of a row may be older than the rules. */
function normalized(searchText: string): string {
  return toSearchText(...searchText.split('\n'));
}

async function wordsOfRows(
  manager: EntityManager,
  rows: readonly StaleRow[],
): Promise<readonly (Key & { place: RawTimestamp })[]> {
  const ids = rows.map(({ id }) => id);
  return manager.query(
    `SELECT rowId, word, place FROM search_words WHERE rowId IN (${placeholders(ids.length)})`,
    ids,
  );
}

/** Key by key: a delete by the row alone locks the gap beside it on MySQL, and neighbours would wait for each other. */
async function deleteWords(manager: EntityManager, keys: readonly Key[]): Promise<void> {
  const conditions = keys.map(() => '(rowId = ? AND word = ?)').join(' OR ');
  await manager.query(
    `DELETE FROM search_words WHERE ${conditions}`,
    keys.flatMap(({ rowId, word }) => [rowId, word]),
  );
}

/** Rows that were edited since they were read stay stale. */
async function markWritten(manager: EntityManager, table: string, rows: readonly StaleRow[]): Promise<void> {
  const [outdated, current] = [
    rows.filter(({ searchText }) => normalized(searchText) !== searchText),
    rows.filter(({ searchText }) => normalized(searchText) === searchText),
  ];
  if (current.length > 0) {
    await manager.query(
      `UPDATE ${table} SET wordsWritten = 1 WHERE ${current.map(() => '(id = ? AND version = ?)').join(' OR ')}`,
      current.flatMap(({ id, version }) => [id, version]),
    );
  }
  for (const { id, version, searchText } of outdated) {
    await manager.query(`UPDATE ${table} SET searchText = ?, wordsWritten = 1 WHERE id = ? AND version = ?`, [
      normalized(searchText),
      id,
      version,
    ]);
  }
}

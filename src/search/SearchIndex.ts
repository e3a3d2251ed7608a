import { type EntityManager, type ObjectLiteral } from 'typeorm';
import { type Database } from '../database/Database';
import { groupBy } from '../database/groupBy';
import { placeholders, type RawTimestamp, readTimestamp } from '../database/rawRows';
import { rawQuery } from '../database/rawQuery';
import { indexEntries, toSearchText } from '../database/searchText';
import { tableShape } from '../database/tableShape';
import { upsert } from '../database/upsert';
import { type Searched } from './Searched';
import { type SearchedKind, SearchWord } from './SearchWord';
import { rowSignature } from './signature';

/** How many rows of a table get their words at a time. */
const BATCH = 500;
/** How many of them are read at a time. */
const ROWS_PER_READ = 50;
/** How many words come and go in one transaction, which holds the rows that they are of: whoever edits one of those waits. */
const WORDS_PER_TRANSACTION = 1_000;
/** SQLite nests no more than a thousand conditions. */
const KEYS_PER_STATEMENT = 400;

interface StaleRow {
  readonly id: string;
  readonly platformId: string;
  readonly version: number;
  readonly searchText: string;
  readonly place: RawTimestamp;
}

type Key = Pick<SearchWord, 'rowId' | 'word'>;

/** An entry as the driver gives it: MySQL's gives text for 64 bits. */
interface RawEntry extends Key {
  readonly place: RawTimestamp;
  readonly signature: number | string | null;
}

/** What the index lacks of one row, and what it has too much. */
interface Change {
  readonly row: StaleRow;
  /** The row's text as it is written now: that of the row may be older than the rules. */
  readonly searchText: string;
  readonly missing: readonly SearchWord[];
  readonly gone: readonly Key[];
}

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
   * Writes the words of some stale rows. Rows that can't be written just now stay stale and hold up no others.
   * @returns whether there may be more
   * @throws what went wrong first, once all that could be written is
   */
  async catchUp(): Promise<boolean> {
    const ids = groupBy(await this.staleIds(), ({ kind }) => kind);
    const failures: unknown[] = [];
    let isMore = false;
    for (const searched of this.searched) {
      const stale = (ids.get(searched.kind) ?? []).map(({ id }) => id);
      isMore ||= stale.length === BATCH;
      for (let start = 0; start < stale.length; start += ROWS_PER_READ) {
        for (const changes of chunked(await this.read(searched, stale.slice(start, start + ROWS_PER_READ))))
          await this.write(searched, changes).catch((error: unknown) => failures.push(error));
      }
    }
    if (failures.length > 0) throw failures[0];
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

  /** What is to be written for those of these rows that are still stale. Holds nothing. */
  private async read({ kind, entity, place }: Searched, ids: readonly string[]): Promise<readonly Change[]> {
    const rows = await rawQuery<StaleRow>(
      this.database.reads,
      `SELECT id, platformId, version, searchText, ${place} AS place FROM ${this.tableOf(entity)}
       WHERE id IN (${placeholders(ids.length)}) AND wordsWritten IS NULL`,
      [...ids],
    );
    const present = await rawQuery<RawEntry>(
      this.database.reads,
      `SELECT rowId, word, place, signature FROM search_words WHERE rowId IN (${placeholders(ids.length)})`,
      [...ids],
    );
    const words = groupBy(present, ({ rowId }) => rowId);
    return rows.map((row) => changeOf(row, kind, words.get(row.id) ?? []));
  }

  private async write({ entity }: Searched, changes: readonly Change[]): Promise<void> {
    const table = this.tableOf(entity);
    await this.database.transaction(async (manager) => {
      const current = await holdUnchanged(manager, table, changes);
      const ours = changes.filter(({ row }) => current.has(row.id));
      const gone = ours.flatMap((change) => change.gone);
      const missing = ours.flatMap((change) => change.missing);
      for (let start = 0; start < gone.length; start += KEYS_PER_STATEMENT)
        await deleteWords(manager, gone.slice(start, start + KEYS_PER_STATEMENT));
      for (let start = 0; start < missing.length; start += WORDS_PER_TRANSACTION)
        await upsert(manager, SearchWord, missing.slice(start, start + WORDS_PER_TRANSACTION));
      await markWritten(manager, table, ours);
    });
  }

  private tableOf(entity: Searched['entity']): string {
    return tableShape<ObjectLiteral>(this.database.reads.dataSource, entity).name;
  }
}

function changeOf(row: StaleRow, kind: SearchedKind, present: readonly RawEntry[]): Change {
  const { id, platformId } = row;
  const searchText = toSearchText(...row.searchText.split('\n'));
  const place = readTimestamp(row.place);
  const words = new Set(indexEntries(searchText));
  const signature = rowSignature(words);
  const gone = present.filter((entry) => {
    const isInPlace = readTimestamp(entry.place).getTime() === place.getTime();
    const isSigned = signature === (entry.signature === null ? null : Number(entry.signature));
    return !isInPlace || !isSigned || !words.delete(entry.word);
  });
  const missing = [...words].map((word) => ({ rowId: id, word, platformId, kind, place, signature }));
  return { row, searchText, missing, gone };
}

/** Changes by what one transaction may write; a row that is more than that alone has one to itself. */
function chunked(changes: readonly Change[]): Change[][] {
  const chunks: Change[][] = [];
  let size = Infinity;
  for (const change of changes) {
    const own = change.missing.length + change.gone.length;
    if (size + own > WORDS_PER_TRANSACTION) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(change);
    size += own;
  }
  return chunks;
}

/**
 * Locks these rows, and gives the ids of those that still are as they were read: what was edited since stays stale, and
 * what another process has written needs no more. Of such a row the words are as they were read, too.
 */
async function holdUnchanged(
  manager: EntityManager,
  table: string,
  changes: readonly Change[],
): Promise<ReadonlySet<string>> {
  const ids = changes.map(({ row }) => row.id);
  const isOurs = `id IN (${placeholders(ids.length)})`;
  // An UPDATE that changes nothing locks on every engine; by the ids alone, for to look for stale ones would lock out
  // rows that become so. What is read after it is newer than what it waited for.
  await manager.query(`UPDATE ${table} SET version = version WHERE ${isOurs}`, ids);
  const held = await manager.query<{ id: string; version: number }[]>(
    `SELECT id, version FROM ${table} WHERE ${isOurs} AND wordsWritten IS NULL`,
    ids,
  );
  const versions = new Map(held.map(({ id, version }) => [id, version]));
  return new Set(changes.flatMap(({ row }) => (versions.get(row.id) === row.version ? [row.id] : [])));
}

/** Key by key: a delete by the row alone locks the gap beside it on MySQL, and neighbours would wait for each other. */
async function deleteWords(manager: EntityManager, keys: readonly Key[]): Promise<void> {
  const conditions = keys.map(() => '(rowId = ? AND word = ?)').join(' OR ');
  await manager.query(
    `DELETE FROM search_words WHERE ${conditions}`,
    keys.flatMap(({ rowId, word }) => [rowId, word]),
  );
}

/** @param changes of rows that are held */
async function markWritten(manager: EntityManager, table: string, changes: readonly Change[]): Promise<void> {
  const ids = changes.map(({ row }) => row.id);
  if (ids.length > 0)
    await manager.query(
      `UPDATE ${table} SET wordsWritten = 1 WHERE id IN (${placeholders(ids.length)})`,
      ids,
    );
  for (const { row, searchText } of changes) {
    if (searchText !== row.searchText)
      await manager.query(`UPDATE ${table} SET searchText = ? WHERE id = ?`, [searchText, row.id]);
  }
}

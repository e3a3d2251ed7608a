import { type Database } from '../../src/database/Database';
import { indexEntries } from '../../src/database/searchText';
import { rowSignature } from '../../src/search/signature';

const TABLES = ['videos', 'members', 'collections'];

/**
 * What the index of words holds of a platform, and what it should hold once it has caught up: `<row> <word>`, sorted; what
 * does not have its row's signature is marked.
 */
export async function wordsOf(
  database: Database,
  platformId: string,
): Promise<{ written: string[]; expected: string[]; staleCount: number }> {
  const words = await database.reads.query<
    { rowId: string; word: string; signature: number | string | null }[]
  >('SELECT rowId, word, signature FROM search_words WHERE platformId = ?', [platformId]);
  const expected: string[] = [];
  const signatures = new Map<string, number | null>();
  let staleCount = 0;
  for (const table of TABLES) {
    const rows = await database.reads.query<
      { id: string; searchText: string; wordsWritten: number | null }[]
    >(`SELECT id, searchText, wordsWritten FROM ${table} WHERE platformId = ?`, [platformId]);
    for (const { id, searchText, wordsWritten } of rows) {
      if (wordsWritten === null) staleCount += 1;
      const entries = indexEntries(searchText);
      signatures.set(id, rowSignature(entries));
      for (const word of entries) expected.push(`${id} ${word}`);
    }
  }
  return {
    written: words
      .map(
        ({ rowId, word, signature }) =>
          `${rowId} ${word}${String(signature) === String(signatures.get(rowId)) ? '' : ' (signature)'}`,
      )
      .sort(),
    expected: expected.sort(),
    staleCount,
  };
}

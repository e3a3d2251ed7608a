import { type Database } from '../../src/database/Database';
import { indexEntries } from '../../src/database/searchText';

const TABLES = ['videos', 'members', 'collections'];

/** What the index of words holds of a platform, and what it should hold once it has caught up: `<row> <word>`, sorted. */
export async function wordsOf(
  database: Database,
  platformId: string,
): Promise<{ written: string[]; expected: string[]; staleCount: number }> {
  const words = await database.reads.query<{ rowId: string; word: string }[]>(
    'SELECT rowId, word FROM search_words WHERE platformId = ?',
    [platformId],
  );
  const expected: string[] = [];
  let staleCount = 0;
  for (const table of TABLES) {
    const rows = await database.reads.query<
      { id: string; searchText: string; wordsWritten: number | null }[]
    >(`SELECT id, searchText, wordsWritten FROM ${table} WHERE platformId = ?`, [platformId]);
    for (const { id, searchText, wordsWritten } of rows) {
      if (wordsWritten === null) staleCount += 1;
      for (const word of indexEntries(searchText)) expected.push(`${id} ${word}`);
    }
  }
  return {
    written: words.map(({ rowId, word }) => `${rowId} ${word}`).sort(),
    expected: expected.sort(),
    staleCount,
  };
}

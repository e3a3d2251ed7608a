import { type Database } from '../../src/database/Database';
import { newId } from '../../src/database/ids';
import { toSearchText, toSortText } from '../../src/database/searchText';
import { Member } from '../../src/members/Member';

const ROWS_PER_STATEMENT = 1_000;

/** Members `bulk-<n>@example.com`, straight into the table: thousands are made too slowly one by one. */
export async function bulkMembers(
  database: Database,
  platformId: string,
  count: number,
  now: Date,
  nameOf = (index: number): string => `Bulk ${index}`,
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId(now),
    platformId,
    email: `bulk-${index}@example.com`,
    emailKey: `bulk-${index}@example.com`,
    name: nameOf(index),
    nameKey: toSortText(nameOf(index)),
    status: 'ACTIVE' as const,
    joinedAt: now,
    lastSeenAt: null,
    suspendedAt: null,
    suspensionReason: null,
    unsubscribedAt: null,
    searchText: toSearchText(nameOf(index), `bulk-${index}@example.com`),
    wordsWritten: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }));
  await database.transaction(async (manager) => {
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
      await manager.insert(Member, rows.slice(start, start + ROWS_PER_STATEMENT));
  });
}

import { newId } from '../src/database/ids';
import { Platform } from '../src/platforms/Platform';
import { type Database } from '../src/database/Database';
import { openDatabase } from '../src/database/openDatabase';
import { createTestDatabase, type TestDatabase } from './harness/testDatabase';

describe('transactions', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = await openDatabase({ url: testDatabase.url, poolSize: 10 });
    await database.migrate();
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const platform = (name: string): Platform => ({
    id: newId(),
    name,
    timeZone: 'UTC',
    createdAt: new Date(),
  });

  it('keep what was answered as done and nothing of what was rolled back, 200 at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        database.transaction(async (manager) => {
          await manager.insert(Platform, platform(`first of ${index}`));
          // Lets the others in between: on a shared query runner they would join this transaction.
          await new Promise((resolve) => setImmediate(resolve));
          await manager.insert(Platform, platform(`second of ${index}`));
          if (index % 2 === 1) throw new Error('rolled back');
          return index;
        }),
      ),
    );
    const done = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(done).toHaveLength(100);
    const rows = await database.reads.find(Platform);
    const expected = done.flatMap((index) => [`first of ${index}`, `second of ${index}`]);
    expect(rows.map((row) => row.name).sort()).toEqual(expected.sort());
  });

  it('are not seen by readers before they are committed', async () => {
    let seen = -1;
    await database.transaction(async (manager) => {
      await manager.insert(Platform, platform('not yet'));
      seen = await database.reads.count(Platform);
    });
    expect(seen).toBe(0);
    expect(await database.reads.count(Platform)).toBe(1);
  });

  it('go on after one has failed', async () => {
    await expect(database.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await database.transaction((manager) => manager.insert(Platform, platform('yes')));
    expect(await database.reads.count(Platform)).toBe(1);
  });
});

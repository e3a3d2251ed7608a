import { setImmediate as nextTurn } from 'node:timers/promises';
import { GroupedReads } from '../src/database/GroupedReads';
import { ManualTimer } from './harness/ManualTimer';

/** A read that has begun, and ends when the test says so. */
interface Read {
  readonly ids: readonly string[];
  answer(rows: Record<string, string>): void;
  fail(error: Error): void;
}

function groupedReads(): { reads: GroupedReads<string>; begun: Read[]; timer: ManualTimer } {
  const begun: Read[] = [];
  const timer = new ManualTimer();
  const reads = new GroupedReads<string>({
    readMany: (ids) =>
      new Promise((resolve, reject) => {
        begun.push({
          ids: [...ids],
          answer: (rows) => resolve(new Map(Object.entries(rows))),
          fail: reject,
        });
      }),
    timer: timer.start,
  });
  return { reads, begun, timer };
}

/** Lets everything happen that does not wait for a read. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i += 1) await nextTurn();
}

describe('reads by id', () => {
  it('serve whoever waits together with one statement, and each id once', async () => {
    const { reads, begun } = groupedReads();
    const answers = Promise.all(['a', 'b', 'a', 'gone'].map((id) => reads.read(id)));
    await settle();
    expect(begun.map(({ ids }) => ids)).toEqual([['a', 'b', 'gone']]);
    begun[0]?.answer({ b: 'row b', a: 'row a' });
    expect(await answers).toEqual(['row a', 'row b', 'row a', null]);
  });

  it('never serve a request from a read that was under way when it came', async () => {
    const { reads, begun } = groupedReads();
    const early = reads.read('a');
    await settle();
    const late = [reads.read('a'), reads.read('b')];
    await settle();
    expect(begun).toHaveLength(1);
    begun[0]?.answer({ a: 'old', b: 'old' });
    late.push(reads.read('c'));
    expect(await early).toBe('old');
    await settle();
    expect(begun.map(({ ids }) => ids)).toEqual([['a'], ['a', 'b', 'c']]);
    const latest = reads.read('b');
    begun[1]?.answer({ a: 'new', b: 'new', c: 'new' });
    expect(await Promise.all(late)).toEqual(['new', 'new', 'new']);
    await settle();
    begun[2]?.answer({ b: 'newest' });
    expect(await latest).toBe('newest');
    expect(begun).toHaveLength(3);
  });

  it('fail those alone that waited for the read that failed', async () => {
    const { reads, begun } = groupedReads();
    const first = Promise.allSettled([reads.read('a'), reads.read('b')]);
    await settle();
    const second = reads.read('a');
    begun[0]?.fail(new Error('connection lost'));
    expect(await first).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await settle();
    begun[1]?.answer({ a: 'row' });
    expect(await second).toBe('row');
    const third = reads.read('a');
    await settle();
    begun[2]?.answer({ a: 'again' });
    expect(await third).toBe('again');
  });

  it('give up on a database that does not answer, and ask again for those who came meanwhile', async () => {
    const { reads, begun, timer } = groupedReads();
    const first = reads.read('a');
    await settle();
    const second = reads.read('a');
    timer.advance(2_000);
    await expect(first).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    await settle();
    expect(begun).toHaveLength(2);
    // What the first read says now is nobody's any more.
    begun[0]?.answer({ a: 'too late' });
    begun[1]?.answer({ a: 'in time' });
    expect(await second).toBe('in time');
    await settle();
    expect(timer.pending).toBe(0);
  });

  it('put at most 500 ids into a statement', async () => {
    const { reads, begun } = groupedReads();
    const ids = Array.from({ length: 1_201 }, (_, i) => `id${i}`);
    const answers = Promise.all(ids.map((id) => reads.read(id)));
    await settle();
    expect(begun.map((read) => read.ids.length)).toEqual([500, 500, 201]);
    for (const read of begun) read.answer(Object.fromEntries(read.ids.map((id) => [id, `row ${id}`])));
    expect(await answers).toEqual(ids.map((id) => `row ${id}`));
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RowQuery } from '../src/database/RowQuery';
import { SharedReads } from '../src/database/SharedReads';
import { Video } from '../src/videos/Video';
import { createVideo } from './harness/library';
import { startServer } from './harness/startServer';

/** A read that has begun, and ends when the test says so. */
interface Read {
  answer(value: string): void;
  fail(error: Error): void;
}

/** The read that is the nth, once it has begun. */
async function nth(begun: readonly Read[], n: number): Promise<Read> {
  for (;;) {
    const read = begun[n - 1];
    if (read !== undefined) return read;
    await nextTurn();
  }
}

function sharedReads(): { read: (key: string, asked?: number) => Promise<string>; begun: Read[] } {
  const begun: Read[] = [];
  const reads = new SharedReads<string>();
  const begin = (): Promise<string> =>
    new Promise((answer, fail) => {
      begun.push({ answer, fail });
    });
  return { read: (key, asked) => reads.read(key, begin, asked), begun };
}

describe('reads that are the same', () => {
  it('begin at once when nobody else is reading', () => {
    const { read, begun } = sharedReads();
    void read('a');
    void read('b');
    expect(begun).toHaveLength(2);
  });

  it('never serve a request from a read that was under way when it came, and serve all who wait by one', async () => {
    const { read, begun } = sharedReads();
    const early = read('a');
    const late = [read('a'), read('a'), read('a')];
    expect(begun).toHaveLength(1);
    begun[0]?.answer('old');
    expect(await early).toBe('old');
    (await nth(begun, 2)).answer('new');
    expect(await Promise.all(late)).toEqual(['new', 'new', 'new']);
    expect(begun).toHaveLength(2);
  });

  it('let those who come back at once join the ones that waited meanwhile', async () => {
    const { read, begun } = sharedReads();
    const early = read('a');
    const late = read('a');
    begun[0]?.answer('old');
    await early;
    const back = read('a');
    (await nth(begun, 2)).answer('new');
    expect(await Promise.all([late, back])).toEqual(['new', 'new']);
    expect(begun).toHaveLength(2);
  });

  it('serve whoever asked before they began, and had to wait for something else since then', async () => {
    const { read, begun } = sharedReads();
    const beforeBoth = performance.now();
    const first = read('a');
    const between = performance.now();
    const joined = read('a', beforeBoth);
    const waited = read('a', between);
    begun[0]?.answer('first');
    expect(await Promise.all([first, joined])).toEqual(['first', 'first']);
    const second = await nth(begun, 2);
    // Meanwhile a third one waits: for what asked after the second began.
    const [late, joinedLate] = [read('a'), read('a', between)];
    second.answer('second');
    expect(await Promise.all([waited, joinedLate])).toEqual(['second', 'second']);
    (await nth(begun, 3)).answer('third');
    expect(await late).toBe('third');
    expect(begun).toHaveLength(3);
  });

  it('remember nothing', async () => {
    const { read, begun } = sharedReads();
    for (const value of ['one', 'two']) {
      const answer = read('a');
      begun.at(-1)?.answer(value);
      expect(await answer).toBe(value);
    }
    expect(begun).toHaveLength(2);
  });

  it('fail those who shared the read that failed, and nobody else', async () => {
    const { read, begun } = sharedReads();
    const early = read('a');
    const late = read('a');
    begun[0]?.fail(new Error('gone'));
    await expect(early).rejects.toThrow('gone');
    (await nth(begun, 2)).answer('back');
    expect(await late).toBe('back');
  });
});

it('a read of bare rows never serves one that makes views of the same rows, nor the other way round', async () => {
  const server = await startServer();
  try {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const { id } = await createVideo(client, { title: 'Shared' });
    const videos = (): RowQuery<Video> =>
      server.database.rows(Video, 'video').where('video.id = :id', { id });
    const views = (): RowQuery<Video> => videos().view(() => (row) => Object.assign(row, { isView: true }));
    const read = [videos(), videos(), views(), views(), videos()].map((query) => query.first());
    const found = (await Promise.all(read)).map((row) => row !== null && 'isView' in row);
    expect(found).toEqual([false, false, true, true, false]);
  } finally {
    await server.close();
  }
});

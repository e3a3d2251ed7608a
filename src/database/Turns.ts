import { UnavailableError } from '../errors';

/** As many as come in a burst; more can't be served soon, and their senders will try again. */
const MAX_WAITING = 1_000;

/**
 * Runs works of the same key one after another, in the order in which they came; those of different keys do not wait for
 * each other.
 */
export class Turns {
  private readonly lines = new Map<string, { last: Promise<unknown>; length: number }>();

  /** @throws UnavailableError when too many wait already */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= MAX_WAITING) throw new UnavailableError();
    this.lines.set(key, line);
    line.length += 1;
    const turn = line.last.then(work);
    line.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.lines.delete(key);
    }
  }
}

import { afterTwoTurns } from '../eventLoop';

/**
 * Reads that are the same and wait at the same time share one: while a read is under way, whoever asks for the same waits
 * for the next, never for that one, and all who wait are served by it. What a caller gets is therefore at least as new as
 * its own call. Nothing is remembered, and a read that nobody else asks for begins at once.
 *
 * When many clients ask for one list at a time, which is when it matters, the database and this process do the work once.
 */
export class SharedReads<Value> {
  private readonly running = new Map<string, Promise<Value>>();
  private readonly waiting = new Map<string, Promise<Value>>();

  /**
   * @param key what is read: equal for reads that give the same
   * @param begin the read itself; its value goes to several callers, none of whom may change it
   * @throws whatever `begin` does, to all who shared it
   */
  read(key: string, begin: () => Promise<Value>): Promise<Value> {
    const waiting = this.waiting.get(key);
    if (waiting !== undefined) return waiting;
    const running = this.running.get(key);
    if (running === undefined) return this.run(key, begin);
    const next = async (): Promise<Value> => {
      // Those who were served by the last one come back, and the more of them the next one serves, the better.
      await new Promise<void>(afterTwoTurns);
      this.waiting.delete(key);
      return this.run(key, begin);
    };
    const promise = running.then(next, next);
    this.waiting.set(key, promise);
    return promise;
  }

  private run(key: string, begin: () => Promise<Value>): Promise<Value> {
    const read = begin();
    this.running.set(key, read);
    const done = (): void => {
      if (this.running.get(key) === read) this.running.delete(key);
    };
    read.then(done, done);
    return read;
  }
}

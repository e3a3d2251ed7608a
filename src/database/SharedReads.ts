import { afterTwoTurns } from '../eventLoop';

interface Running<Value> {
  /** In milliseconds of `performance.now()`. */
  readonly began: number;
  readonly value: Promise<Value>;
}

/**
 * Reads that are the same and wait at the same time share one: while a read is under way, whoever asks for the same waits
 * for the next, never for one that began before, and all who wait are served by it. What a caller gets is therefore at
 * least as new as its own call. Nothing is remembered, and a read that nobody else asks for begins at once.
 *
 * When many clients ask for one list at a time, which is when it matters, the database and this process do the work once.
 */
export class SharedReads<Value> {
  private readonly running = new Map<string, Running<Value>>();
  private readonly waiting = new Map<string, Promise<Value>>();

  /**
   * @param key what is read: equal for reads that give the same
   * @param begin the read itself; its value goes to several callers, none of whom may change it
   * @param asked as of when the value may be, in milliseconds of `performance.now()`: just now when it is left out. Who had
   * to wait for something else after asking is served by a read that began meanwhile
   * @throws whatever `begin` does, to all who shared it
   */
  read(key: string, begin: () => Promise<Value>, asked = Number.POSITIVE_INFINITY): Promise<Value> {
    const running = this.running.get(key);
    if (running !== undefined && running.began > asked) return running.value;
    const waiting = this.waiting.get(key);
    if (waiting !== undefined) return waiting;
    if (running === undefined) return this.run(key, begin);
    const next = async (): Promise<Value> => {
      // Those who were served by the last one come back, and the more of them the next one serves, the better.
      await new Promise<void>(afterTwoTurns);
      this.waiting.delete(key);
      return this.run(key, begin);
    };
    const promise = running.value.then(next, next);
    this.waiting.set(key, promise);
    return promise;
  }

  private run(key: string, begin: () => Promise<Value>): Promise<Value> {
    const running = { began: performance.now(), value: begin() };
    this.running.set(key, running);
    const done = (): void => {
      if (this.running.get(key) === running) this.running.delete(key);
    };
    running.value.then(done, done);
    return running.value;
  }
}

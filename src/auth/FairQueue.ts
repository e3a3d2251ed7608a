import { type Timer } from '../clock';
import { UnavailableError } from '../errors';

export interface FairQueueLimits {
  /** How many jobs run at once. */
  readonly concurrency: number;
  /** How many may wait in one lane. */
  readonly perLane: number;
  /** How many may wait in all. */
  readonly total: number;
  /** How long a job may wait to begin. */
  readonly patienceMs: number;
}

interface Waiting {
  begin(): void;
}

/**
 * Runs jobs a few at a time. Those that wait are taken from one lane after the other, so that a crowd in one lane delays
 * its own and nobody else's. Bounded in number and in time: what can't be served is refused, and never kept for ever.
 */
export class FairQueue {
  private running = 0;
  private waiting = 0;
  /** The next turn is the first lane's. A lane that had its turn goes to the end; an empty one goes away. */
  private readonly lanes = new Map<string, Set<Waiting>>();

  constructor(
    private readonly limits: FairQueueLimits,
    private readonly timer: Timer,
  ) {}

  /** How many wait for their turn. */
  get length(): number {
    return this.waiting;
  }

  /**
   * @param lane who the job is for: an API key's id
   * @throws UnavailableError when too many wait already, or the job's turn did not come in time; it has not run then
   */
  async run<T>(lane: string, job: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.concurrency) await this.turn(lane);
    else this.running += 1;
    try {
      return await job();
    } finally {
      this.running -= 1;
      this.beginNext();
    }
  }

  /** Resolves when this caller is among those that run. */
  private turn(lane: string): Promise<void> {
    const line = this.lanes.get(lane) ?? new Set();
    if (this.waiting >= this.limits.total || line.size >= this.limits.perLane)
      return Promise.reject(new UnavailableError());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        begin: () => {
          stopTimer();
          this.leave(lane, line, waiting);
          this.running += 1;
          resolve();
        },
      };
      const stopTimer = this.timer(this.limits.patienceMs, () => {
        this.leave(lane, line, waiting);
        reject(new UnavailableError());
      });
      this.lanes.set(lane, line.add(waiting));
      this.waiting += 1;
    });
  }

  private leave(lane: string, line: Set<Waiting>, waiting: Waiting): void {
    line.delete(waiting);
    this.waiting -= 1;
    if (line.size === 0) this.lanes.delete(lane);
  }

  private beginNext(): void {
    for (const [lane, line] of this.lanes) {
      this.lanes.delete(lane);
      this.lanes.set(lane, line);
      for (const first of line) return first.begin();
    }
  }
}

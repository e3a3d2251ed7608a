import { type Timer } from '../../src/clock';

/** Rings when a test moves the time, and never by itself. */
export class ManualTimer {
  private now = 0;
  private readonly alarms = new Map<() => void, number>();

  readonly start: Timer = (delayMs, ring) => {
    this.alarms.set(ring, this.now + delayMs);
    return () => void this.alarms.delete(ring);
  };

  /** How many deadlines are running. */
  get pending(): number {
    return this.alarms.size;
  }

  /** Resolves once so many deadlines are running. */
  async started(count: number): Promise<void> {
    while (this.pending < count) await new Promise((resolve) => setImmediate(resolve));
  }

  advance(ms: number): void {
    this.now += ms;
    const due = [...this.alarms].filter(([, at]) => at <= this.now).sort(([, a], [, b]) => a - b);
    for (const [ring] of due) if (this.alarms.delete(ring)) ring();
  }
}

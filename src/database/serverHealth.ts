import { createConnection, type PoolOptions } from 'mysql2';
import { DatabaseUnavailableError } from './unavailable';

/** How long a failed look is believed. */
const BELIEVED_MS = 500;

/**
 * Whether the database server is silent, as against slow: it is when an answer is overdue and nobody else had one in the
 * meantime. Then a new connection is tried before anyone waits for the server again, so that a request of many statements
 * does not wait out its deadline for each.
 */
export class ServerHealth {
  private answeredAt = performance.now();
  private failedAt = -Infinity;
  private doubted = false;
  private look: Promise<void> | undefined;

  constructor(
    private readonly options: PoolOptions,
    private readonly probeMs: number,
  ) {}

  get isDoubted(): boolean {
    return this.doubted;
  }

  answered(): void {
    this.answeredAt = performance.now();
    this.doubted = false;
  }

  /** Something that began at `startedAt` was not answered. */
  missed(startedAt: number): void {
    if (this.answeredAt < startedAt) this.doubted = true;
  }

  /**
   * Looks whether the server greets a new connection; whoever asks meanwhile shares the look.
   * @throws DatabaseUnavailableError when it does not, or did not just now
   */
  async probe(): Promise<void> {
    if (performance.now() - this.failedAt < BELIEVED_MS)
      throw new DatabaseUnavailableError('the server did not greet a new connection just now', false);
    this.look ??= this.greet().finally(() => {
      this.look = undefined;
    });
    return this.look;
  }

  private greet(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { host, port, user, password, database, ssl, socketPath, charset } = this.options;
      const connection = createConnection({
        ...{ host, port, user, password, database, ssl, socketPath, charset },
        connectTimeout: this.probeMs,
      });
      connection.on('connect', () => {
        this.answered();
        connection.destroy();
        resolve();
      });
      connection.on('error', (error: Error) => {
        this.failedAt = performance.now();
        connection.destroy();
        reject(new DatabaseUnavailableError(`the server does not greet: ${error.message}`, false, error));
      });
    });
  }
}

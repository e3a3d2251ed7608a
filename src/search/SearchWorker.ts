import { type Timer } from '../clock';
import { type SearchIndex } from './SearchIndex';

/** So that many edits of one row become one, and an idle server has next to nothing to do. */
const PAUSE_MS = 5_000;
/** When there is more to write than one batch: after a migration, or a large import. */
const SHORT_PAUSE_MS = 250;

export interface SearchWorkerParts {
  readonly index: SearchIndex;
  readonly timer: Timer;
  /** Hears of what went wrong and is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Has the index of words follow the rows, one batch after another. Any number may run, in one process or in many. */
export class SearchWorker {
  private loop: Promise<void> | undefined;
  private isStopping = false;
  private endPause: () => void = () => undefined;

  constructor(private readonly parts: SearchWorkerParts) {}

  /** Works from now on, until it is stopped. */
  start(): void {
    this.loop ??= this.run();
  }

  /** Writes whatever is to be written now. */
  async drain(): Promise<void> {
    while (!this.isStopping && (await this.parts.index.catchUp()));
  }

  /** Resolves when the batch under way is written. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.endPause();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      let isMore = false;
      try {
        isMore = await this.parts.index.catchUp();
      } catch (error) {
        this.parts.onError(error);
      }
      await this.pause(isMore ? SHORT_PAUSE_MS : PAUSE_MS);
    }
  }

  private async pause(ms: number): Promise<void> {
    if (this.isStopping) return;
    await new Promise<void>((resolve) => {
      const cancel = this.parts.timer(ms, resolve);
      this.endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

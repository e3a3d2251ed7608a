import DataLoader from 'dataloader';
import { type Timer } from '../clock';
import { UnavailableError } from '../errors';
import { afterTwoTurns } from '../eventLoop';

/** Ids in one statement. More that wait at once are spread over several statements. */
const MAX_IDS = 500;

/**
 * How long one read may take. A request that arrives just after a read began waits for that one and then for its own:
 * twice this is the longest that anyone waits for a database that does not answer.
 */
const READ_DEADLINE_MS = 2_000;

interface GroupedReadsParts<Value> {
  /** Reads these ids, each once, in one statement. Ids that are not there are left out of the answer. */
  readMany(ids: readonly string[]): Promise<ReadonlyMap<string, Value>>;
  timer: Timer;
}

/**
 * Reads by id, grouped like a group commit: one read runs at a time, and whoever comes while it is under way waits for
 * the next, never for that one. What a caller gets is therefore at least as new as its own call, and one statement
 * serves all that waited. Nothing is remembered. A read that fails fails those that waited for it; the next goes on.
 */
export class GroupedReads<Value> {
  private readonly loader: DataLoader<string, Value | null>;
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: GroupedReadsParts<Value>) {
    this.loader = new DataLoader((ids) => this.begin(ids), {
      cache: false,
      maxBatchSize: MAX_IDS,
      // A batch takes whoever comes until it is dispatched.
      batchScheduleFn: (dispatch) => {
        const dispatchSoon = (): void => afterTwoTurns(dispatch);
        this.lastRead.then(dispatchSoon, dispatchSoon);
      },
    });
  }

  /**
   * Null when there is no such row.
   * @throws UnavailableError when the database does not answer in time, and whatever else the read throws
   */
  read(id: string): Promise<Value | null> {
    return this.loader.load(id);
  }

  private begin(ids: readonly string[]): Promise<(Value | null)[]> {
    const read = this.readInTime(ids);
    this.lastRead = read;
    return read;
  }

  private async readInTime(ids: readonly string[]): Promise<(Value | null)[]> {
    let stopTimer = (): void => undefined;
    const deadline = new Promise<never>((_resolve, reject) => {
      stopTimer = this.parts.timer(READ_DEADLINE_MS, () => reject(new UnavailableError()));
    });
    try {
      const found = await Promise.race([this.parts.readMany([...new Set(ids)]), deadline]);
      return ids.map((id) => found.get(id) ?? null);
    } finally {
      stopTimer();
    }
  }
}

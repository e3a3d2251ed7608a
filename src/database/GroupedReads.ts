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

/** Those who are served by one statement. */
interface Group<Value> {
  /** What each id is answered, once the statement is: one promise for all who ask for it. */
  readonly answers: Map<string, Promise<Value | null>>;
  readonly rows: Promise<ReadonlyMap<string, Value>>;
}

/**
 * Reads by id, grouped like a group commit: one read runs at a time, and whoever comes while it is under way waits for
 * the next, never for that one. What a caller gets is therefore at least as new as its own call, and one statement
 * serves all that waited. Nothing is remembered. A read that fails fails those that waited for it; the next goes on.
 *
 * A DataLoader would group them as well; this is on the way of every request, and takes half as long.
 */
export class GroupedReads<Value> {
  private lastRead: Promise<unknown> = Promise.resolve();
  /** Takes whoever comes until its read begins. */
  private open: Group<Value> | undefined;

  constructor(private readonly parts: GroupedReadsParts<Value>) {}

  /**
   * Null when there is no such row.
   * @throws UnavailableError when the database does not answer in time, and whatever else the read throws
   */
  read(id: string): Promise<Value | null> {
    if (this.open === undefined || this.open.answers.size === MAX_IDS) this.open = this.newGroup();
    const { answers, rows } = this.open;
    let answer = answers.get(id);
    if (answer === undefined) {
      answer = rows.then((found) => found.get(id) ?? null);
      answers.set(id, answer);
    }
    return answer;
  }

  private newGroup(): Group<Value> {
    const answers: Group<Value>['answers'] = new Map();
    const rows = new Promise<ReadonlyMap<string, Value>>((resolve) => {
      const begin = (): void => {
        if (this.open?.answers === answers) this.open = undefined;
        const read = this.readInTime([...answers.keys()]);
        this.lastRead = read;
        resolve(read);
      };
      const beginSoon = (): void => afterTwoTurns(begin);
      this.lastRead.then(beginSoon, beginSoon);
    });
    return { answers, rows };
  }

  private readInTime(ids: readonly string[]): Promise<ReadonlyMap<string, Value>> {
    return new Promise((resolve, reject) => {
      const stopTimer = this.parts.timer(READ_DEADLINE_MS, () => reject(new UnavailableError()));
      this.parts.readMany(ids).finally(stopTimer).then(resolve, reject);
    });
  }
}

import { createHash } from 'node:crypto';
import { type EntityManager, In, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { RateLimitedError } from '../errors';
import { type Clock } from '../clock';
import { SignInCount } from './SignInCount';

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;
/** Counts that ended this long ago are deleted: far from those in use, so that no one waits for another's lock. */
const KEPT_MS = 24 * 60 * MINUTE_MS;

/** What tries are counted by, and how many may fail in 15 minutes. An office shares one address. */
const LIMITS = { network: 50, email: 10, currentPassword: 10 } as const;

/** Whose tries: `{ by: 'email', value: 'ada@example.com' }`. */
export interface Subject {
  readonly by: keyof typeof LIMITS;
  readonly value: string;
}

/** A try that was counted before its password was looked at. */
export interface CountedTry {
  readonly counts: readonly SignInCount[];
  /** To be thrown, once the count is committed, when the try is one too many. */
  readonly refusal: RateLimitedError | null;
  /** Whether it is the first one to be refused in its window: worth a line in the record, which the others are not. */
  readonly isFirstRefusal: boolean;
}

/**
 * Holds back whoever guesses passwords. Counts failures, in the database, in windows that begin with the first of them.
 * A try is counted before the password is looked at and given back when it was right, so that a thousand tries made at
 * once get no further than ten made in turn.
 */
export class SignInThrottle {
  constructor(private readonly clock: Clock) {}

  /**
   * The refusal for those who were refused before, without counting anything: a flood of tries writes nothing.
   * @returns null when the next try has to be counted
   */
  async standingRefusal(
    reads: EntityManager,
    subjects: readonly Subject[],
  ): Promise<RateLimitedError | null> {
    const now = this.clock();
    const counts = await reads.findBy(SignInCount, {
      subject: In(subjects.map(keyOf)),
      resetAt: MoreThan(now),
    });
    for (const subject of subjects) {
      const count = counts.find((row) => row.subject === keyOf(subject));
      if (count !== undefined && count.used > LIMITS[subject.by])
        return refusalOf(subject, count.resetAt, now);
    }
    return null;
  }

  /**
   * Counts one try for each subject, up to the first that is refused. Subjects must always come in the same order, in
   * which their rows are locked.
   * @param manager of a transaction that must be committed even if the try is refused
   */
  async count(manager: EntityManager, subjects: readonly Subject[]): Promise<CountedTry> {
    const now = this.clock();
    const counted: string[] = [];
    for (const subject of subjects) {
      const key = keyOf(subject);
      const outcome = await countOne(manager, key, LIMITS[subject.by], now);
      if (outcome === 'COUNTED') {
        counted.push(key);
        continue;
      }
      const { resetAt } = await manager.findOneByOrFail(SignInCount, { subject: key });
      return {
        counts: await readCounts(manager, counted),
        refusal: refusalOf(subject, resetAt, now),
        isFirstRefusal: outcome === 'FIRST_REFUSAL',
      };
    }
    return { counts: await readCounts(manager, counted), refusal: null, isFirstRefusal: false };
  }

  /** Takes a try back: it was right, or its password was never looked at. */
  async giveBack(manager: EntityManager, { counts }: CountedTry): Promise<void> {
    for (const { subject, resetAt } of counts)
      await manager.decrement(SignInCount, { subject, resetAt, used: MoreThan(0) }, 'used', 1);
  }

  /** Deletes what nobody will ask for any more. */
  async forgetOld(manager: EntityManager): Promise<void> {
    await manager.delete(SignInCount, { resetAt: LessThan(new Date(this.clock().getTime() - KEPT_MS)) });
  }
}

function keyOf({ by, value }: Subject): string {
  return createHash('sha256').update(`${by} ${value}`).digest('hex');
}

/** In the order that they were counted in: whoever gives them back locks them in the same order. */
async function readCounts(manager: EntityManager, subjects: readonly string[]): Promise<SignInCount[]> {
  const rows = await manager.findBy(SignInCount, { subject: In(subjects) });
  return subjects.flatMap((subject) => rows.filter((row) => row.subject === subject));
}

/**
 * Decides by conditional updates alone. Their conditions look at what is committed; what a transaction reads on MySQL is
 * as old as its first read, so nothing may be read before the last subject is counted.
 */
async function countOne(
  manager: EntityManager,
  subject: string,
  limit: number,
  now: Date,
): Promise<'COUNTED' | 'FIRST_REFUSAL' | 'REFUSED'> {
  const resetAt = new Date(now.getTime() + WINDOW_MS);
  // Changes nothing about a row that is there, but locks it, as a plain insert that fails would not: two tries that read
  // first and then wrote would wait for each other.
  await manager
    .createQueryBuilder()
    .insert()
    .into(SignInCount)
    .values({ subject, used: 0, resetAt })
    .orUpdate(['subject'], ['subject'])
    .execute();
  await manager.update(SignInCount, { subject, resetAt: LessThanOrEqual(now) }, { used: 0, resetAt });
  const counted = await manager.increment(SignInCount, { subject, used: LessThan(limit) }, 'used', 1);
  if (counted.affected === 1) return 'COUNTED';
  const refused = await manager.increment(SignInCount, { subject, used: limit }, 'used', 1);
  return refused.affected === 1 ? 'FIRST_REFUSAL' : 'REFUSED';
}

function refusalOf({ by }: Subject, resetAt: Date, now: Date): RateLimitedError {
  const limit = LIMITS[by];
  const whose = {
    network: 'from this address',
    email: 'with this e-mail',
    currentPassword: 'with this account',
  };
  const message = `Too many failed tries ${whose[by]}: ${limit} are allowed. Try again after ${resetAt.toISOString()}.`;
  return new RateLimitedError(message, { limit, used: limit, resetAt }, now);
}

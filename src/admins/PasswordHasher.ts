import { compare, genSaltSync, hash } from 'bcrypt';
import { FairQueue } from '../auth/FairQueue';
import { randomBase62 } from '../auth/base62';
import { systemTimer } from '../clock';
import { fitsBcrypt } from './passwords';

/**
 * One at a time: API keys are verified in the same thread pool, and a flood of sign-ins must not take it from them. What
 * may wait is done within the patience, at some 55 ms each.
 */
const QUEUE_LIMITS = { concurrency: 1, perLane: 8, total: 64, patienceMs: 5_000 };

/** bcrypt for people's passwords. */
export class PasswordHasher {
  private readonly queue = new FairQueue(QUEUE_LIMITS, systemTimer);
  /** Well-formed, of the same cost as the real ones, and of no known password. */
  private readonly nobodysHash: string;

  constructor(private readonly cost: number) {
    this.nobodysHash = genSaltSync(cost) + randomBase62(31);
  }

  /**
   * @param lane who asks: their work waits for each other, and takes turns with that of others
   * @param password must have passed `requirePassword`
   * @throws UnavailableError when too much work waits already
   */
  async hash(lane: string, password: string): Promise<string> {
    return this.queue.run(lane, () => hash(password, this.cost));
  }

  /**
   * Whether the password is the one that was hashed. Does the same work when there is no hash, or the text can't be
   * anybody's password, so that the time it takes tells nothing.
   * @param lane as for {@link hash}
   * @param expected null when there is nobody to compare with
   * @throws UnavailableError when too much work waits already
   */
  async verify(lane: string, password: string, expected: string | null): Promise<boolean> {
    const possible = expected !== null && fitsBcrypt(password);
    const matches = await this.queue.run(lane, () =>
      compare(password, possible ? expected : this.nobodysHash),
    );
    return possible && matches;
  }
}

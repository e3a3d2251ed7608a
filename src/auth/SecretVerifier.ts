import { hash as digest, randomBytes } from 'node:crypto';
import { compare as bcryptCompare } from 'bcrypt';
import { systemTimer } from '../clock';
import { type ApiKeyToken } from './apiKeyToken';
import { FairQueue } from './FairQueue';

/** Whether a secret is the one that was hashed. */
type Compare = (secret: string, hash: string) => Promise<boolean>;

/** Verdicts that are kept; some 300 bytes each. */
const CAPACITY = 20_000;

/**
 * A compare takes some 55 ms of a core, in libuv's pool of 4 threads, which the file system and name look-ups use as well:
 * half of it is theirs. At most two secrets of a key are valid at a time, so a lane is short. A thousand compares take
 * about the patience on two idle cores; sixty need a tenth of that, which leaves room for a machine that is not idle.
 */
const QUEUE_LIMITS = { concurrency: 2, perLane: 8, total: 1_000, patienceMs: 30_000 };

/**
 * Decides whether a presented key's secret is the one that was hashed, and remembers which ones were.
 *
 * What is remembered is no more than bcrypt's verdict: under a keyed hash of the key with a secret of this process, so that
 * memory holds no key, and together with the hash that it was given for, so that it says nothing about any other. The
 * secrets that are wrong are not remembered: whoever can get one past the tag has as many as he likes, and they would
 * push out the right ones.
 */
export class SecretVerifier {
  private readonly processSecret = randomBytes(32).toString('base64');
  /** Fingerprint of a key to the hash that its secret was found to match; the one used longest ago comes first. */
  private readonly verdicts = new Map<string, string>();
  private readonly underWay = new Map<string, Promise<boolean>>();
  private readonly queue = new FairQueue(QUEUE_LIMITS, systemTimer);
  private readonly compare: Compare;
  private readonly capacity: number;

  constructor({
    compare = bcryptCompare,
    capacity = CAPACITY,
  }: { compare?: Compare; capacity?: number } = {}) {
    this.compare = compare;
    this.capacity = capacity;
  }

  /** How many secrets wait to be compared. */
  get waiting(): number {
    return this.queue.length;
  }

  /** The hash that the secret was last found to match; undefined when it is not known to match any. Costs microseconds. */
  remembered(token: ApiKeyToken): string | undefined {
    const fingerprint = this.fingerprint(token);
    const hash = this.verdicts.get(fingerprint);
    if (hash !== undefined) this.remember(fingerprint, hash);
    return hash;
  }

  /**
   * Compares, after waiting for the key's turn. Those who present the same key meanwhile share one compare.
   * @param hash bcrypt of the secret alone
   * @throws UnavailableError when too many keys are waiting to be compared
   */
  verify(token: ApiKeyToken, hash: string): Promise<boolean> {
    const fingerprint = this.fingerprint(token);
    const work = `${fingerprint} ${hash}`;
    let verdict = this.underWay.get(work);
    if (verdict === undefined) {
      verdict = this.queue
        .run(token.id, () => this.compare(token.secret, hash))
        .then((matches) => {
          if (matches) this.remember(fingerprint, hash);
          return matches;
        })
        .finally(() => this.underWay.delete(work));
      this.underWay.set(work, verdict);
    }
    return verdict;
  }

  /** SHA-512/256 can't be extended, so that a secret before the text keys it as HMAC would, for a third of the time. */
  private fingerprint(token: ApiKeyToken): string {
    return digest('sha512-256', `${this.processSecret} ${token.id} ${token.secret}`, 'base64');
  }

  private remember(fingerprint: string, hash: string): void {
    this.verdicts.delete(fingerprint);
    this.verdicts.set(fingerprint, hash);
    if (this.verdicts.size <= this.capacity) return;
    for (const oldest of this.verdicts.keys()) {
      this.verdicts.delete(oldest);
      return;
    }
  }
}

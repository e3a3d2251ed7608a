import { inspect } from 'node:util';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiKeyToken } from '../src/auth/apiKeyToken';
import { FairQueue, type FairQueueLimits } from '../src/auth/FairQueue';
import { SecretVerifier } from '../src/auth/SecretVerifier';
import { ManualTimer } from './harness/ManualTimer';

const LIMITS: FairQueueLimits = { concurrency: 1, perLane: 3, total: 5, patienceMs: 1_000 };

/** Jobs that end when the test says so, in a queue. */
function queueOf(limits: Partial<FairQueueLimits> = {}) {
  const timer = new ManualTimer();
  const queue = new FairQueue({ ...LIMITS, ...limits }, timer.start);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const outcomes: Record<string, string> = {};
  return {
    timer,
    begun,
    outcomes,
    add: (lane: string, name: string): void => {
      const job = (): Promise<void> => {
        begun.push(name);
        return new Promise((resolve) => ends.push(resolve));
      };
      queue.run(lane, job).then(
        () => (outcomes[name] = 'done'),
        (error: Error & { code?: string }) => (outcomes[name] = error.code ?? error.message),
      );
    },
    /** Ends the job that began first, and lets the next begin. */
    endOne: async (): Promise<void> => {
      ends.shift()?.();
      await nextTurn();
    },
  };
}

describe('the queue before bcrypt', () => {
  it('serves the keys in turn, however many wait for one of them', async () => {
    const { add, begun, endOne } = queueOf({ total: 10 });
    for (const [lane, name] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['a', 'a3'],
      ['a', 'a4'],
      ['b', 'b1'],
      ['c', 'c1'],
      ['b', 'b2'],
    ] as const)
      add(lane, name);
    for (let i = 0; i < 7; i += 1) await endOne();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('runs as many at once as it may, and nobody gets in front', async () => {
    const { add, begun, endOne } = queueOf({ concurrency: 2 });
    for (const name of ['1', '2', '3', '4']) add(name, name);
    expect(begun).toEqual(['1', '2']);
    await endOne();
    add('5', '5');
    expect(begun).toEqual(['1', '2', '3']);
    for (let i = 0; i < 4; i += 1) await endOne();
    expect(begun).toEqual(['1', '2', '3', '4', '5']);
  });

  it('refuses what is too much for a key, or in all, as unavailable', async () => {
    const { add, outcomes, endOne } = queueOf();
    for (const name of ['a-running', 'a1', 'a2', 'a3', 'a4']) add('a', name);
    for (const name of ['b', 'c', 'd']) add(name, name);
    await nextTurn();
    expect(outcomes).toEqual({ a4: 'UNAVAILABLE', d: 'UNAVAILABLE' });
    for (let i = 0; i < 6; i += 1) await endOne();
    expect(outcomes).toMatchObject({ a1: 'done', a2: 'done', a3: 'done', b: 'done', c: 'done' });
    // The room is free again.
    add('d', 'd again');
    await endOne();
    expect(outcomes['d again']).toBe('done');
  });

  it('refuses as unavailable what waited too long, and goes on with the rest', async () => {
    const { add, begun, outcomes, timer, endOne } = queueOf();
    add('a', 'running');
    add('b', 'early');
    timer.advance(600);
    add('b', 'late');
    timer.advance(400);
    await nextTurn();
    expect(outcomes).toEqual({ early: 'UNAVAILABLE' });
    await endOne();
    await endOne();
    expect(begun).toEqual(['running', 'late']);
    expect(outcomes).toEqual({ early: 'UNAVAILABLE', running: 'done', late: 'done' });
    expect(timer.pending).toBe(0);
  });

  it('goes on after a job that failed', async () => {
    const queue = new FairQueue(LIMITS, new ManualTimer().start);
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    const next = queue.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

describe('what is remembered of a compare', () => {
  /** A compare that the test sees and that holds `secret` to match the hash `hash of <secret>`. */
  function verifier(capacity?: number) {
    const compared: string[] = [];
    const secrets = new SecretVerifier({
      capacity,
      compare: async (secret, hash) => {
        compared.push(hash);
        await nextTurn();
        return hash.endsWith(`hash of ${secret}`);
      },
    });
    return { secrets, compared };
  }
  const hashOf = (token: ApiKeyToken): string => `hash of ${token.secret}`;

  it('lets the first requests of one key share one compare', async () => {
    const { secrets, compared } = verifier();
    const token = ApiKeyToken.generate();
    const again = ApiKeyToken.parse(token.reveal());
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        secrets.verify(i % 2 === 0 || !again ? token : again, hashOf(token)),
      ),
    );
    expect(new Set(verdicts)).toEqual(new Set([true]));
    expect(compared).toHaveLength(1);
    expect(secrets.remembered(token)).toBe(hashOf(token));
  });

  it('holds for the very hash that was compared, and not for the next one', async () => {
    const { secrets } = verifier();
    const token = ApiKeyToken.generate();
    await secrets.verify(token, hashOf(token));
    expect(secrets.remembered(token)).toBe(hashOf(token));
    await secrets.verify(token, `another ${hashOf(token)}`);
    expect(secrets.remembered(token)).toBe(`another ${hashOf(token)}`);
  });

  it('never is that a secret was wrong', async () => {
    const { secrets, compared } = verifier();
    const token = ApiKeyToken.generate();
    const forged = ApiKeyToken.rotate(token.id);
    expect(await secrets.verify(forged, hashOf(token))).toBe(false);
    expect(secrets.remembered(forged)).toBeUndefined();
    expect(await secrets.verify(forged, hashOf(token))).toBe(false);
    expect(compared).toHaveLength(2);
  });

  it('is bounded: the key used longest ago goes first', async () => {
    const { secrets } = verifier(2);
    const [first, second, third] = [
      ApiKeyToken.generate(),
      ApiKeyToken.generate(),
      ApiKeyToken.generate(),
    ] as const;
    await secrets.verify(first, hashOf(first));
    await secrets.verify(second, hashOf(second));
    expect(secrets.remembered(first)).toBe(hashOf(first));
    await secrets.verify(third, hashOf(third));
    expect([first, second, third].map((token) => secrets.remembered(token))).toEqual([
      hashOf(first),
      undefined,
      hashOf(third),
    ]);
  });

  it('is no key and no secret, nor anything that two processes would write alike', async () => {
    const token = ApiKeyToken.generate();
    const memory = async (): Promise<string> => {
      const secrets = new SecretVerifier({ compare: () => Promise.resolve(true) });
      await secrets.verify(token, 'the hash');
      return inspect(secrets, { depth: Infinity, showHidden: true });
    };
    const [one, other] = [await memory(), await memory()];
    expect(one).toContain('the hash');
    for (const text of [one, other]) {
      expect(text).not.toContain(token.secret);
      expect(text).not.toContain(token.id);
    }
    expect(one).not.toBe(other);
  });
});

import { type EntityManager } from 'typeorm';
import { type AdminPrincipal, type Principal } from '../auth/principal';
import { type Guardrail } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { GuardrailExceededError } from '../errors';
import { GuardrailCounter } from './GuardrailCounter';
import { windowEnd, windowStart } from './windows';

/** How many units an act uses, by unit: `{ recipients: 120, sends: 1 }`. */
export type GuardrailAmounts = Readonly<Record<string, number>>;

/** A guardrail, and what the platform has used of it in the window that is open. */
export interface GuardrailUsage extends Guardrail {
  readonly used: number;
  /** When the window ends, and `used` is 0 again. */
  readonly resetsAt: Date;
}

type CounterKey = Pick<GuardrailCounter, 'platformId' | 'tool' | 'unit' | 'span'>;

/**
 * Counts what tools do, per platform, against the ceilings that the schema sets with `@guardrail`. The counters are rows,
 * so that every process counts into the same ones.
 */
export class GuardrailService {
  /** One order for everyone, by which the rows are locked: two acts of one tool never wait for each other. */
  private readonly inLockOrder: readonly Guardrail[];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: readonly Guardrail[],
  ) {
    this.inLockOrder = [...guardrails].sort((a, b) => compare(lockKey(a), lockKey(b)));
  }

  /**
   * Takes an act's units from every guardrail of its tool, or none and throws. Call it first in the transaction of the
   * act: it locks the platform's counters of this tool until the transaction ends, and an act that is rolled back gives
   * its units back with everything else. Holds for whoever calls, admins and grant-all keys included.
   * @param tool root field that carries the `@guardrail`s, `deleteVideo`
   * @param amounts units that the act uses, one entry for each unit of the tool's guardrails, 0 or more
   * @throws GuardrailExceededError when they are more than what a window has left
   * @throws Error when the schema sets no guardrail on the tool, or on other units: an act that should be counted and is
   *   not must not pass
   */
  async consume(
    manager: EntityManager,
    principal: Principal,
    tool: string,
    amounts: GuardrailAmounts,
  ): Promise<void> {
    const guardrails = this.guardrailsOf(tool, amounts);
    const now = this.clock();
    const rows = guardrails.map(({ unit, window }) => ({
      platformId: principal.platformId,
      tool,
      unit,
      span: window,
      windowStart: windowStart(window, now),
      used: 0,
    }));
    await createMissing(manager, rows);
    for (const [index, { limit, window, unit }] of guardrails.entries()) {
      const row = rows[index]!;
      if (await take(manager, row, row.windowStart, amounts[unit]!, limit)) continue;
      const { used, resetsAt } = this.stateOf(window, await this.readLocked(manager, row), now);
      throw new GuardrailExceededError(tool, unit, { limit, used, resetAt: resetsAt });
    }
  }

  /**
   * Takes back what {@link consume} has counted in a transaction of its own, for an act that failed outside: elsewhere than
   * in the database. A window that has passed since keeps its count.
   * @param consumedAt when it was counted
   */
  async giveBack(
    manager: EntityManager,
    { platformId }: Principal,
    tool: string,
    amounts: GuardrailAmounts,
    consumedAt: Date,
  ): Promise<void> {
    for (const { unit, window } of this.guardrailsOf(tool, amounts)) {
      const amount = amounts[unit]!;
      await manager
        .createQueryBuilder()
        .update(GuardrailCounter)
        .set({ used: () => 'used - :amount' })
        .where({ platformId, tool, unit, span: window, windowStart: windowStart(window, consumedAt) })
        .andWhere('used >= :amount')
        .setParameters({ amount })
        .execute();
    }
  }

  /** What the admin's platform has used of every guardrail there is, in the schema's order. One statement. */
  async usage(admin: AdminPrincipal): Promise<GuardrailUsage[]> {
    const now = this.clock();
    const counters = await this.database.reads.findBy(GuardrailCounter, { platformId: admin.platformId });
    const byKey = new Map(
      counters.map((counter) => [lockKey({ ...counter, window: counter.span }), counter]),
    );
    return this.guardrails.map((guardrail) => ({
      ...guardrail,
      ...this.stateOf(guardrail.window, byKey.get(lockKey(guardrail)) ?? null, now),
    }));
  }

  private guardrailsOf(tool: string, amounts: GuardrailAmounts): readonly Guardrail[] {
    const guardrails = this.inLockOrder.filter((guardrail) => guardrail.tool === tool);
    const declared = new Set(guardrails.map(({ unit }) => unit));
    const given = Object.keys(amounts);
    if (declared.size === 0 || given.length !== declared.size || given.some((unit) => !declared.has(unit)))
      throw new Error(
        `${tool} counts ${given.join(', ')}, its @guardrails are on ${[...declared].join(', ')}.`,
      );
    if (Object.values(amounts).some((amount) => !Number.isSafeInteger(amount) || amount < 0))
      throw new Error(`${tool} counts ${JSON.stringify(amounts)}: not whole numbers of 0 or more.`);
    return guardrails;
  }

  /** A window that a process whose clock is ahead has begun already counts as the open one. */
  private stateOf(
    window: Guardrail['window'],
    counter: GuardrailCounter | null,
    now: Date,
  ): Pick<GuardrailUsage, 'used' | 'resetsAt'> {
    const start = windowStart(window, now);
    return counter === null || counter.windowStart < start
      ? { used: 0, resetsAt: windowEnd(window, start) }
      : { used: counter.used, resetsAt: windowEnd(window, counter.windowStart) };
  }

  /** The row as it is now, not as it was when the transaction first read; SQLite has one writer, and needs no lock. */
  private readLocked(manager: EntityManager, key: CounterKey): Promise<GuardrailCounter> {
    const { platformId, tool, unit, span } = key;
    return manager.findOneOrFail(GuardrailCounter, {
      where: { platformId, tool, unit, span },
      ...(this.database.isEmbedded ? {} : { lock: { mode: 'pessimistic_read' } }),
    });
  }
}

/**
 * Locks the rows, making those that are missing. Assigning a key column its own value changes nothing, but takes the
 * exclusive lock at once; INSERT IGNORE would take a shared one, and two transactions that both held it could never
 * update.
 */
async function createMissing(manager: EntityManager, rows: GuardrailCounter[]): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(GuardrailCounter)
    .values(rows)
    .orUpdate(['tool'], ['platformId', 'tool', 'unit', 'span'])
    .updateEntity(false)
    .execute();
}

/** Counts `amount` into the window that began at `start`, if it fits. The condition and the count are one statement. */
async function take(
  manager: EntityManager,
  { platformId, tool, unit, span }: CounterKey,
  start: Date,
  amount: number,
  limit: number,
): Promise<boolean> {
  const result = await manager
    .createQueryBuilder()
    .update(GuardrailCounter)
    .set({
      // Before windowStart: MySQL assigns from left to right, and the next expression would see the new value.
      used: () => 'CASE WHEN windowStart < :start THEN :amount ELSE used + :amount END',
      windowStart: () => 'CASE WHEN windowStart < :start THEN :start ELSE windowStart END',
    })
    .where({ platformId, tool, unit, span })
    .andWhere('CASE WHEN windowStart < :start THEN :amount ELSE used + :amount END <= :limit')
    .setParameters({ start, amount, limit })
    .execute();
  return result.affected === 1;
}

function lockKey({ tool, unit, window }: Pick<Guardrail, 'tool' | 'unit' | 'window'>): string {
  return `${tool} ${unit} ${window}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

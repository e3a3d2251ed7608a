import { type EntityManager, type EntityTarget, type UpdateQueryBuilder } from 'typeorm';
import { type AdminPrincipal, type Principal } from '../auth/principal';
import { type Guardrail } from '../auth/scopes';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { Turns } from '../database/Turns';
import { GuardrailExceededError } from '../errors';
import { GuardrailCounter } from './GuardrailCounter';
import { GuardrailLimit } from './GuardrailLimit';
import { windowEnd, windowStart } from './windows';

/** How many units an act uses, by unit: `{ recipients: 120, sends: 1 }`. */
export type GuardrailAmounts = Readonly<Record<string, number>>;

/** A guardrail as it holds for a platform, and what the platform has used of it in the window that is open. */
export interface GuardrailUsage extends Guardrail {
  /** What the schema allows; `limit` is lower where the platform's admins have lowered it. */
  readonly shippedLimit: number;
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
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: readonly Guardrail[],
  ) {
    this.inLockOrder = [...guardrails].sort((a, b) => compare(lockKey(a), lockKey(b)));
  }

  /**
   * Runs the transaction of an act that calls {@link consume}, when its turn comes: acts of one tool on one platform wait
   * for each other's counters anyway, and whoever waits here holds no connection that others could use meanwhile.
   * @throws UnavailableError when too many wait already, and whatever `act` throws
   */
  transaction<T>(
    { platformId }: Principal,
    tool: string,
    act: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.turns.take(`${platformId} ${tool}`, () => this.database.transaction(act));
  }

  /**
   * Takes an act's units from every guardrail of its tool, or none and throws. What the platform's admins have lowered
   * holds from the moment it is committed. Call it first in the {@link transaction} of the
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
    const rows = emptyCounters(principal, guardrails, now);
    await createMissing(manager, rows);
    for (const [index, { limit, window, unit }] of guardrails.entries()) {
      const row = rows[index]!;
      if (await take(manager, row, row.windowStart, amounts[unit]!, limit)) continue;
      const counter = await this.readLocked(manager, GuardrailCounter, row);
      const lowered = await this.readLocked(manager, GuardrailLimit, row);
      const { used, resetsAt } = this.stateOf(window, counter, now);
      throw new GuardrailExceededError(tool, unit, {
        limit: lower(limit, lowered),
        used,
        resetAt: resetsAt,
      });
    }
  }

  /**
   * Counts what has happened already and can't be stopped any more, beyond the limit if need be: what is tried next is.
   * @param owner whose guardrails they are
   */
  async count(
    manager: EntityManager,
    owner: Pick<Principal, 'platformId'>,
    tool: string,
    amounts: GuardrailAmounts,
  ): Promise<void> {
    const rows = emptyCounters(owner, this.guardrailsOf(tool, amounts), this.clock());
    await createMissing(manager, rows);
    for (const row of rows) {
      const parameters = { start: row.windowStart, amount: amounts[row.unit]! };
      await counting(manager, row).setParameters(parameters).execute();
    }
  }

  /**
   * Gives units back that `consume` took in a transaction of its own, when the act then failed outside the database.
   * Only to the very window that they were taken from: once it has ended there is nothing to give back, and what a later
   * one has counted stays. Never makes a count negative.
   * @param amounts as they were consumed
   * @param consumedAt the time at which they were, by this service's clock
   */
  async giveBack(
    manager: EntityManager,
    principal: Principal,
    tool: string,
    amounts: GuardrailAmounts,
    consumedAt: Date,
  ): Promise<void> {
    const { platformId } = principal;
    for (const { unit, window } of this.guardrailsOf(tool, amounts)) {
      await manager
        .createQueryBuilder()
        .update(GuardrailCounter)
        .set({ used: () => 'CASE WHEN used < :amount THEN 0 ELSE used - :amount END' })
        .where({ platformId, tool, unit, span: window, windowStart: windowStart(window, consumedAt) })
        .setParameter('amount', amounts[unit]!)
        .execute();
    }
  }

  /** Every guardrail there is, in the schema's order, as it holds for the admin's platform. Two statements. */
  async usage(admin: AdminPrincipal): Promise<GuardrailUsage[]> {
    const now = this.clock();
    const { platformId } = admin;
    const [counters, limits] = await Promise.all([
      this.database.reads.findBy(GuardrailCounter, { platformId }),
      this.database.reads.findBy(GuardrailLimit, { platformId }),
    ]);
    const counterOf = byGuardrail(counters);
    const limitOf = byGuardrail(limits);
    return this.guardrails.map((guardrail) => ({
      ...guardrail,
      shippedLimit: guardrail.limit,
      limit: lower(guardrail.limit, limitOf.get(lockKey(guardrail)) ?? null),
      ...this.stateOf(guardrail.window, counterOf.get(lockKey(guardrail)) ?? null, now),
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
  private readLocked<Row extends CounterKey>(
    manager: EntityManager,
    entity: EntityTarget<Row>,
    key: CounterKey,
  ): Promise<Row | null> {
    const { platformId, tool, unit, span } = key;
    const query = manager
      .createQueryBuilder(entity, 'held')
      .where(
        'held.platformId = :platformId AND held.tool = :tool AND held.unit = :unit AND held.span = :span',
        {
          platformId,
          tool,
          unit,
          span,
        },
      );
    return (this.database.isEmbedded ? query : query.setLock('pessimistic_read')).getOne();
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

/** What is used once `amount` is counted into the window that began at `start`. */
const USED_THEN = 'CASE WHEN windowStart < :start THEN :amount ELSE used + :amount END';

/**
 * Counts `amount` into the window that began at `start`, if it fits. The conditions and the count are one statement,
 * which sees a limit that was lowered before it as well.
 */
async function take(
  manager: EntityManager,
  row: CounterKey,
  start: Date,
  amount: number,
  limit: number,
): Promise<boolean> {
  const key = keyOf(row);
  const result = await counting(manager, row)
    .andWhere(`${USED_THEN} <= :limit`)
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM guardrail_limits AS lowered
        WHERE lowered.platformId = :platformId AND lowered.tool = :tool AND lowered.unit = :unit
          AND lowered.span = :span AND ${USED_THEN} > lowered.loweredTo)`,
    )
    .setParameters({ start, amount, limit, ...key })
    .execute();
  return result.affected === 1;
}

/** The count of `amount` into a counter's window that began at `start`, both to be given as parameters. */
function counting(manager: EntityManager, row: CounterKey): UpdateQueryBuilder<GuardrailCounter> {
  return manager
    .createQueryBuilder()
    .update(GuardrailCounter)
    .set({
      // Before windowStart: MySQL assigns from left to right, and the next expression would see the new value.
      used: () => USED_THEN,
      windowStart: () => 'CASE WHEN windowStart < :start THEN :start ELSE windowStart END',
    })
    .where(keyOf(row));
}

function emptyCounters(
  { platformId }: Pick<Principal, 'platformId'>,
  guardrails: readonly Guardrail[],
  now: Date,
): GuardrailCounter[] {
  return guardrails.map(({ tool, unit, window }) => ({
    platformId,
    tool,
    unit,
    span: window,
    windowStart: windowStart(window, now),
    used: 0,
  }));
}

function keyOf({ platformId, tool, unit, span }: CounterKey): CounterKey {
  return { platformId, tool, unit, span };
}

/** The limit that holds: one that was lowered once is no higher than what ships now. */
function lower(shipped: number, limit: GuardrailLimit | null): number {
  return limit === null ? shipped : Math.min(shipped, limit.loweredTo);
}

function byGuardrail<Row extends CounterKey>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [lockKey({ ...row, window: row.span }), row]));
}

function lockKey({ tool, unit, window }: Pick<Guardrail, 'tool' | 'unit' | 'window'>): string {
  return `${tool} ${unit} ${window}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

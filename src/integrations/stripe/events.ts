import type Stripe from 'stripe';
import { type EntityManager, type EntityTarget, type FindOptionsWhere, IsNull } from 'typeorm';
import { type QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { isDuplicateKey } from '../../database/Database';
import { holdRow, type VersionedRow } from '../../database/optimisticLock';
import { type StripeConnection } from './StripeAccounts';

/** An event of Stripe's for one of our platforms. */
export interface ReceivedEvent {
  readonly platformId: string;
  readonly accountId: string;
  /** When it happened, by Stripe's clock, in whole seconds. */
  readonly createdAt: Date;
  readonly requestId: string;
  /** The way to the event's account. @throws NotConfiguredError without a secret key */
  connect(): Promise<StripeConnection>;
}

/** What an event comes to, once all that Stripe has to be asked for is known. */
export interface Prepared {
  /** Writes it, in the transaction in which the event becomes a handled one. */
  apply?: (manager: EntityManager) => Promise<void>;
  /** For the log: why nothing is written. */
  note?: string;
}

/**
 * Prepares what an event changes, outside any transaction. It is called anew when what it saw has changed before
 * `apply` ran: see {@link OutdatedError}.
 */
export type EventHandler = (event: ReceivedEvent, object: Stripe.Event.Data.Object) => Promise<Prepared>;

/** The handlers of one domain, by the type of event. */
export type EventHandlers = Readonly<Record<string, EventHandler>>;

/** A row was changed by someone else between looking at it and writing it: look again. */
export class OutdatedError extends Error {}

/** A row that shows what Stripe says; `stripeUpdatedAt` is since when Stripe says so. */
type MirroredRow = VersionedRow & { updatedAt: Date; stripeUpdatedAt?: Date | null };

/** What changes without the row being another one for whoever edits it. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['updatedAt', 'stripeUpdatedAt']);

/**
 * Changes a row that still is as it was seen. Its version counts on only if something else is shown then: events repeat
 * what a tool has written already, and nobody's next edit should fail for that.
 * @throws OutdatedError when it is not as it was seen
 */
export async function writeAsSeen<Row extends MirroredRow>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  row: Row,
  changes: Partial<Omit<Row, keyof VersionedRow>>,
): Promise<void> {
  const { id, platformId, version, stripeUpdatedAt } = row;
  const isEdit = Object.entries(changes).some(
    ([name, value]) => !NOT_COUNTED.has(name) && !isSame(row[name as keyof Row], value),
  );
  const seen = {
    id,
    platformId,
    version,
    ...(stripeUpdatedAt === undefined ? {} : { stripeUpdatedAt: stripeUpdatedAt ?? IsNull() }),
  } as FindOptionsWhere<Row>;
  const written = isEdit
    ? { ...changes, version: version + 1 }
    : { stripeUpdatedAt: (changes as Partial<MirroredRow>).stripeUpdatedAt ?? stripeUpdatedAt };
  if (!isEdit && isSame(written.stripeUpdatedAt, stripeUpdatedAt)) return;
  const { affected } = await manager.update(entity, seen, written as QueryDeepPartialEntity<Row>);
  if (affected !== 1) throw new OutdatedError();
}

/**
 * Locks a row that still is as it was seen, until the transaction ends.
 * @throws OutdatedError when it is not as it was seen
 */
export async function holdAsSeen<Row extends VersionedRow>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  { id, platformId, version }: Row,
): Promise<void> {
  const seen = { id, platformId, version } as FindOptionsWhere<Row>;
  if (!(await holdRow(manager, entity, seen))) throw new OutdatedError();
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}

/** How often whoever meets an {@link OutdatedError} looks again. */
const MAX_LOOKS = 8;

/** Runs `attempt` until nobody changes beneath it what it saw. */
export async function asSeen<T>(attempt: () => Promise<T>): Promise<T> {
  for (let look = 1; ; look += 1) {
    try {
      return await attempt();
    } catch (error) {
      // A row that two were about to make, and one has made.
      const isOutdated = error instanceof OutdatedError || isDuplicateKey(error);
      if (!isOutdated || look === MAX_LOOKS) throw error;
    }
  }
}

/**
 * How an event stands to what a row shows. Stripe's clock has whole seconds: which of two events of one second came last,
 * only Stripe can tell.
 */
export function compareAge(event: Date, shown: Date | null): 'older' | 'same' | 'newer' {
  if (shown === null || event > shown) return 'newer';
  return event < shown ? 'older' : 'same';
}

/** The id of what an event names by its id, or holds whole. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

/** A point in time of Stripe's, in seconds. */
export function timeOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

export function timeOrNull(seconds: number | null | undefined): Date | null {
  return seconds == null ? null : timeOf(seconds);
}

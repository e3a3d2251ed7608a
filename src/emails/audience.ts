import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { placeholders, writeTimestamp } from '../database/rawRows';
import { RowQuery } from '../database/RowQuery';
import { NotFoundError } from '../errors';
import { isId, newId } from '../database/ids';
import { Member } from '../members/Member';
import { requireDistinct } from '../validation';
import { type Email } from './Email';
import { EmailRecipient } from './EmailRecipient';
import { newUnsubscribeSecret } from './unsubscribeToken';

/** As many as the guardrail lets a platform write to in a day. */
const MAX_MEMBERS = 5_000;
/** Keeps the parameters of one statement under SQLite's 32,766. */
const ROWS_PER_STATEMENT = 2_000;
/** MariaDB makes a join of an IN with 1,000 values, and might lock more than these rows. */
const LOCKS_PER_STATEMENT = 500;

const MAY_GET_MAIL = "member.status = 'ACTIVE' AND member.unsubscribedAt IS NULL";

type AddressedMember = Pick<Member, 'id' | 'email'>;
const ADDRESSED = 'SELECT member.id AS id, member.email AS email{rows}';

/** How many an audience is, and how many of it get mail: those who are neither suspended nor unsubscribed. */
export interface AudienceSize {
  readonly total: number;
  readonly recipients: number;
}

/**
 * Members by their ids, as `member`.
 * @throws BadUserInputError for no id, too many, or one twice
 * @throws NotFoundError naming the first that the platform does not have
 */
export async function membersByIds(
  manager: EntityManager,
  { platformId }: Principal,
  memberIds: readonly string[],
): Promise<RowQuery<Member>> {
  requireDistinct('input.memberIds', memberIds, { min: 1, max: MAX_MEMBERS });
  const query = (): RowQuery<Member> =>
    new RowQuery(manager, Member, 'member')
      .where('member.platformId = :platformId', { platformId })
      .where('member.id IN (:...memberIds)', { memberIds: memberIds.filter(isId) });
  const malformed = memberIds.find((id) => !isId(id));
  if (malformed !== undefined) throw new NotFoundError('Member', malformed);
  const found = await query().raw<{ id: string }>('SELECT member.id AS id{rows}');
  const known = new Set(found.map(({ id }) => id));
  const missing = memberIds.find((id) => !known.has(id));
  if (missing !== undefined) throw new NotFoundError('Member', missing);
  return query();
}

/** One statement. */
export async function sizeOf(audience: RowQuery<Member>): Promise<AudienceSize> {
  const [row] = await audience.raw<{ total: number | string; recipients: number | string | null }>(
    `SELECT COUNT(*) AS total, SUM(CASE WHEN ${MAY_GET_MAIL} THEN 1 ELSE 0 END) AS recipients{rows}`,
  );
  return { total: Number(row?.total), recipients: Number(row?.recipients ?? 0) };
}

/**
 * Puts those of an audience who get mail into the outbox of an e-mail, due at once. Whoever is removed, suspended or
 * unsubscribed at the same time either is not among them, or waits until the outbox is there to be told of it.
 * @param isEmbedded whether this is the embedded engine, which has one writer and needs no locks
 * @returns how many they are
 */
export async function queueFor(
  manager: EntityManager,
  { id: emailId, platformId }: Pick<Email, 'id' | 'platformId'>,
  audience: RowQuery<Member>,
  { now, isEmbedded }: { now: Date; isEmbedded: boolean },
): Promise<number> {
  const seen = await audience.where(MAY_GET_MAIL).raw<AddressedMember>(ADDRESSED);
  const members = isEmbedded ? seen : await locked(manager, platformId, seen);
  const rows = members.map(({ id: memberId, email: address }) => ({
    id: newId(now),
    platformId,
    emailId,
    memberId,
    address,
    status: 'QUEUED' as const,
    attempts: 0,
    dueAt: writeTimestamp(now),
    unsubscribeSecret: newUnsubscribeSecret(),
  }));
  // In the order of the primary key, at whose end they are.
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await insertRows(manager, rows.slice(start, start + ROWS_PER_STATEMENT));
  return rows.length;
}

/**
 * The members as they are now, held until the transaction ends. What it has read so far is as old as its first read: a
 * member removed since would leave their address behind. By their ids, so that nobody else's rows are locked.
 */
async function locked(
  manager: EntityManager,
  platformId: string,
  members: readonly AddressedMember[],
): Promise<readonly AddressedMember[]> {
  const held: AddressedMember[] = [];
  const ids = members.map(({ id }) => id).sort();
  for (let start = 0; start < ids.length; start += LOCKS_PER_STATEMENT) {
    const rows = await new RowQuery(manager, Member, 'member')
      .where('member.platformId = :platformId', { platformId })
      .where('member.id IN (:...ids)', { ids: ids.slice(start, start + LOCKS_PER_STATEMENT) })
      .where(MAY_GET_MAIL)
      .orderBy('member.id')
      .raw<AddressedMember>(`${ADDRESSED} LOCK IN SHARE MODE`);
    held.push(...rows);
  }
  return held;
}

type QueuedColumns = { readonly [Column in keyof EmailRecipient]?: string | number };

/** As plain SQL: TypeORM takes a second over what the engines do in a tenth of that. */
async function insertRows(manager: EntityManager, rows: readonly QueuedColumns[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}) as (keyof EmailRecipient)[];
  const { tableName } = manager.dataSource.getMetadata(EmailRecipient);
  const marks = rows.map(() => `(${placeholders(columns.length)})`).join(', ');
  await manager.query(
    `INSERT INTO ${tableName} (${columns.join(', ')}) VALUES ${marks}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
}

import { type Database } from '../database/Database';
import { type RowQuery } from '../database/RowQuery';
import { spanCase } from '../database/spanCase';
import { Member } from '../members/Member';
import { addDays, type DayRange, startOfDay } from './days';

/** How many of the members that a platform has joined in each period. One statement. */
export async function newMembersByPeriod(
  database: Database,
  platformId: string,
  periods: readonly DayRange[],
  timeZone: string,
): Promise<number[]> {
  const starts = periods.map(({ from }) => startOfDay(from, timeZone));
  const [start] = starts;
  const last = periods.at(-1);
  if (start === undefined || last === undefined) return [];
  const end = startOfDay(addDays(last.to, 1), timeZone);
  const { sql, parameters } = spanCase('member.joinedAt', starts.slice(1), 'border');
  const rows = await ofPlatform(database, platformId)
    .where('member.joinedAt >= :start AND member.joinedAt < :end', { start, end })
    .raw<{ period: number; members: number | string }>(
      `SELECT ${sql} AS period, COUNT(*) AS members{rows} GROUP BY period`,
      parameters,
    );
  const counted = new Map(rows.map(({ period, members }) => [Number(period), Number(members)]));
  return periods.map((_, index) => counted.get(index) ?? 0);
}

/** How many members were last seen at a moment or later. One statement. */
export async function membersSeenSince(
  database: Database,
  platformId: string,
  moment: Date,
): Promise<number> {
  const [row] = await ofPlatform(database, platformId)
    .where('member.lastSeenAt >= :moment', { moment })
    .raw<{ members: number | string }>('SELECT COUNT(*) AS members{rows}');
  return Number(row?.members ?? 0);
}

function ofPlatform(database: Database, platformId: string): RowQuery<Member> {
  return database.rows(Member, 'member').where('member.platformId = :platformId', { platformId });
}

import { type EntityTarget } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Database } from './Database';
import { owned } from './owned';

/** The rows that the platform has among those with these ids, by id. One statement. */
export async function rowsById<Row extends { id: string; platformId: string }>(
  database: Database,
  entity: EntityTarget<Row>,
  { platformId }: Principal,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  const rows = await database
    .rows(entity, 'found')
    .where(owned('found'), { platformId })
    .where('found.id IN (:...ids)', { ids })
    .all();
  return new Map(rows.map((row) => [row.id, row]));
}

import { type EntityManager, type EntityTarget, type FindOptionsWhere } from 'typeorm';
import { type QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { ConflictError, NotFoundError } from '../errors';
import { RowQuery } from './RowQuery';

/** A row that one platform owns and that counts its edits. */
export interface VersionedRow {
  id: string;
  platformId: string;
  version: number;
}

/** Which row to edit, and at which version the caller has seen it. */
export type VersionedKey = Pick<VersionedRow, 'id' | 'platformId' | 'version'>;

/**
 * Edits a row if it still is at the version that the caller saw, in one conditional statement, and counts the edit.
 * @param noun what the row is, for the error: `Video`
 * @param alive further conditions for the row to be there at all: `{ deletedAt: IsNull() }`
 * @throws NotFoundError when the platform has no such row
 * @throws ConflictError when it was edited since
 */
export async function updateVersioned<Row extends VersionedRow>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  noun: string,
  { id, platformId, version }: VersionedKey,
  changes: Omit<QueryDeepPartialEntity<Row>, keyof VersionedRow>,
  alive: FindOptionsWhere<Row> = {},
): Promise<void> {
  const row = { ...alive, id, platformId } as FindOptionsWhere<Row>;
  const result = await manager.update(entity, { ...row, version }, { ...changes, version: version + 1 });
  if (result.affected === 1) return;
  const current = await manager.findOneBy(entity, row);
  if (current === null) throw new NotFoundError(noun, id);
  throw ConflictError.staleVersion(noun, version, current.version);
}

/**
 * Locks a row by counting an edit of it, and only then reads it: what is read stays so until the transaction ends, and
 * further changes may depend on it.
 * @param changes written together with the count: `{ updatedAt }`
 * @throws NotFoundError, ConflictError as {@link updateVersioned} does
 */
export async function lockVersioned<Row extends VersionedRow>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  noun: string,
  key: VersionedKey,
  changes: Omit<QueryDeepPartialEntity<Row>, keyof VersionedRow>,
  alive: FindOptionsWhere<Row> = {},
): Promise<Row> {
  await updateVersioned(manager, entity, noun, key, changes, alive);
  const { id, platformId } = key;
  const row = await new RowQuery(manager, entity, 'locked')
    .where('locked.id = :id AND locked.platformId = :platformId', { id, platformId })
    .first();
  if (row === null) throw new Error(`${noun} ${id} was locked and is not there.`);
  return row;
}

/**
 * Locks a row until the transaction ends, if it is there: an UPDATE that changes nothing does on every engine.
 * @param which tells one row, and what else must hold of it
 * @returns whether there is such a row
 */
export async function holdRow<Row extends VersionedRow>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  which: FindOptionsWhere<Row>,
): Promise<boolean> {
  const unchanged = { version: () => 'version' } as unknown as QueryDeepPartialEntity<Row>;
  const { affected } = await manager.update(entity, which, unchanged);
  return affected === 1;
}

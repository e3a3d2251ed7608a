import { type EntityManager, In } from 'typeorm';
import { NotFoundError } from '../errors';
import { Category } from './Category';

/**
 * Makes sure that categories are there, and stay until the transaction ends: what refers to them is written under this
 * lock. An UPDATE that changes nothing locks the rows on every engine.
 * @param ids without repeats
 * @throws NotFoundError naming the first that the platform does not have
 */
export async function lockCategories(
  manager: EntityManager,
  platformId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const which = { id: In([...ids].sort()), platformId };
  const { affected } = await manager.update(Category, which, { version: () => 'version' });
  if (affected === ids.length) return;
  const found = new Set((await manager.findBy(Category, which)).map(({ id }) => id));
  throw new NotFoundError('Category', ids.find((id) => !found.has(id)) ?? '');
}

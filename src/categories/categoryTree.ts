import { type EntityManager } from 'typeorm';
import { RowQuery } from '../database/RowQuery';
import { BadUserInputError } from '../errors';
import { Category } from './Category';
import { lockCategories } from './lockCategories';

/**
 * Locks the category that another is to be put under, until the transaction ends. Comes before the child is locked and
 * before anything is read: of two moves at once, the later then sees what the earlier did, and no circle closes.
 * @param child null for a category that is going to be made
 * @throws NotFoundError when the parent is not there
 * @throws BadUserInputError when the two are the same
 */
export async function lockParent(
  manager: EntityManager,
  { platformId }: Pick<Category, 'platformId'>,
  child: string | null,
  parentId: string,
): Promise<void> {
  await lockCategories(manager, platformId, [parentId]);
  if (parentId === child) throw notTopLevel('is the category itself.');
}

/**
 * Makes sure that one can be under the other; both are locked.
 * @throws BadUserInputError when there would be a third level
 */
export async function assertTwoLevels(
  manager: EntityManager,
  { platformId }: Pick<Category, 'platformId'>,
  child: string | null,
  parentId: string,
): Promise<void> {
  const parent = await manager.findOneByOrFail(Category, { id: parentId, platformId });
  if (parent.parentId !== null) throw notTopLevel('is under another category itself.');
  if (child === null || !(await manager.existsBy(Category, { platformId, parentId: child }))) return;
  const problem = 'the category has others under it, which would be on a third level.';
  throw new BadUserInputError('input.parentId', problem, 'null');
}

function notTopLevel(problem: string): BadUserInputError {
  return new BadUserInputError('input.parentId', problem, 'a category that is under no other');
}

/** The position behind all that are under the same parent. */
export async function endPosition(
  manager: EntityManager,
  { platformId, parentId }: Pick<Category, 'platformId' | 'parentId'>,
): Promise<number> {
  const last = await new RowQuery(manager, Category, 'category')
    .where('category.platformId = :platformId', { platformId })
    .where(parentId === null ? 'category.parentId IS NULL' : 'category.parentId = :parentId', { parentId })
    .orderBy('category.position', 'DESC')
    .first();
  return last === null ? 0 : last.position + 1;
}

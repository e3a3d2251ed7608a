import { assertId } from '../database/ids';
import { requireSlug } from '../slugs';
import { clearableEditOf, editOf, requireDistinct, requireInteger, requireText } from '../validation';
import { NAME_LENGTH } from './Category';

const MAX_POSITION = 1_000_000;
const MAX_CATEGORIES_OF_VIDEO = 10;

/** What can be said of a category; null and undefined mean that nothing is said. */
interface CategoryContent {
  slug?: string | null;
  description?: string | null;
  parentId?: string | null;
  position?: number | null;
}

export interface NewCategory extends CategoryContent {
  name: string;
}

/** Undefined leaves a field alone; a parent of null moves the category to the top. */
export interface CategoryEdit extends CategoryContent {
  id: string;
  /** The version that the edit is based on. */
  version: number;
  name?: string | null;
}

/** What is edited, valid; undefined where nothing is. */
export interface ValidCategoryEdit {
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  parentId?: string | null | undefined;
  position?: number | undefined;
}

const name = (field: string, value: string): string => requireText(field, value, { max: NAME_LENGTH });
const description = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: 5_000, multiline: true });
const position = (field: string, value: number): number =>
  requireInteger(field, value, { min: 0, max: MAX_POSITION });
const parent = (_field: string, id: string): string => {
  assertId('Category', id);
  return id;
};

/**
 * @throws BadUserInputError naming the field, `input.name`
 * @throws NotFoundError when no category can have the parent's id
 */
export function requireCategoryEdit(input: Omit<CategoryEdit, 'id' | 'version'>): ValidCategoryEdit {
  return {
    name: editOf('input.name', input.name, name),
    slug: editOf('input.slug', input.slug, requireSlug),
    description: editOf('input.description', input.description, description),
    parentId: clearableEditOf('input.parentId', input.parentId, parent),
    position: editOf('input.position', input.position, position),
  };
}

/** A new category's content, complete but for a slug and a position that are to be generated. */
export interface ValidNewCategory {
  name: string;
  slug: string | undefined;
  description: string;
  parentId: string | null;
  position: number | undefined;
}

/** @throws as {@link requireCategoryEdit} does */
export function requireNewCategory(input: NewCategory): ValidNewCategory {
  return {
    name: name('input.name', input.name),
    slug: input.slug == null ? undefined : requireSlug('input.slug', input.slug),
    description: description('input.description', input.description ?? ''),
    parentId: clearableEditOf('input.parentId', input.parentId, parent) ?? null,
    position: input.position == null ? undefined : position('input.position', input.position),
  };
}

/**
 * All the categories that a video is to be in.
 * @throws BadUserInputError for too many, or one that is there twice
 * @throws NotFoundError when no category can have such an id
 */
export function requireCategoryIds(field: string, ids: readonly string[]): readonly string[] {
  requireDistinct(field, ids, { min: 0, max: MAX_CATEGORIES_OF_VIDEO });
  for (const id of ids) assertId('Category', id);
  return ids;
}

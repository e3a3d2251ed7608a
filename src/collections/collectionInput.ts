import { requireSlug } from '../slugs';
import { clearableEditOf, editOf, requireText, requireUrl } from '../validation';
import { type Visibility } from '../visibility';

/** What can be said of a collection; null and undefined mean that nothing is said. */
interface CollectionContent {
  slug?: string | null;
  description?: string | null;
  coverUrl?: string | null;
  visibility?: Visibility | null;
}

export interface NewCollection extends CollectionContent {
  title: string;
}

/** Undefined leaves a field alone; null clears it where it can be empty. */
export interface CollectionEdit extends CollectionContent {
  id: string;
  /** The version that the edit is based on. */
  version: number;
  title?: string | null;
}

const title = (field: string, value: string): string => requireText(field, value, { max: 200 });
const description = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: 5_000, multiline: true });

/** What is edited, valid; undefined where nothing is. */
export interface ValidCollectionEdit {
  title?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  coverUrl?: string | null | undefined;
  visibility?: Visibility | undefined;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireCollectionEdit(input: Omit<CollectionEdit, 'id' | 'version'>): ValidCollectionEdit {
  return {
    title: editOf('input.title', input.title, title),
    slug: editOf('input.slug', input.slug, requireSlug),
    description: editOf('input.description', input.description, description),
    coverUrl: clearableEditOf('input.coverUrl', input.coverUrl, requireUrl),
    visibility: editOf('input.visibility', input.visibility, (_field, value) => value),
  };
}

/** A new collection's content, complete but for a slug that is to be generated. */
export interface ValidNewCollection {
  title: string;
  slug: string | undefined;
  description: string;
  coverUrl: string | null;
  visibility: Visibility;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireNewCollection(input: NewCollection): ValidNewCollection {
  return {
    title: title('input.title', input.title),
    slug: input.slug == null ? undefined : requireSlug('input.slug', input.slug),
    description: description('input.description', input.description ?? ''),
    coverUrl: input.coverUrl == null ? null : requireUrl('input.coverUrl', input.coverUrl),
    visibility: input.visibility ?? 'MEMBERS',
  };
}

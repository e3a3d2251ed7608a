import { requireCategoryIds } from '../categories/categoryInput';
import { BadUserInputError } from '../errors';
import { requireSlug } from '../slugs';
import { requireTags } from '../tags';
import { clearableEditOf, editOf, requireInteger, requireText, requireUrl } from '../validation';
import { type Visibility } from '../visibility';

const WEEK_SECONDS = 7 * 24 * 60 * 60;
const MAX_YEARS_AHEAD = 5;

/** What can be said of a video; null and undefined mean that nothing is said. */
interface VideoContent {
  slug?: string | null;
  description?: string | null;
  tags?: readonly string[] | null;
  categoryIds?: readonly string[] | null;
  visibility?: Visibility | null;
  durationSeconds?: number | null;
  thumbnailUrl?: string | null;
}

export interface NewVideo extends VideoContent {
  title: string;
}

/** Undefined leaves a field alone; null clears it where it can be empty. */
export interface VideoEdit extends VideoContent {
  id: string;
  /** The version that the edit is based on. */
  version: number;
  title?: string | null;
}

const title = (field: string, value: string): string => requireText(field, value, { max: 200 });
const description = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: 5_000, multiline: true });
const duration = (field: string, value: number): number =>
  requireInteger(field, value, { min: 0, max: WEEK_SECONDS });

/** What is edited, valid; undefined where nothing is. */
export interface ValidVideoEdit {
  title?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  tags?: string[] | undefined;
  categoryIds?: readonly string[] | undefined;
  visibility?: Visibility | undefined;
  durationSeconds?: number | null | undefined;
  thumbnailUrl?: string | null | undefined;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireVideoEdit(input: Omit<VideoEdit, 'id' | 'version'>): ValidVideoEdit {
  return {
    title: editOf('input.title', input.title, title),
    slug: editOf('input.slug', input.slug, requireSlug),
    description: editOf('input.description', input.description, description),
    tags: editOf('input.tags', input.tags, requireTags),
    categoryIds: editOf('input.categoryIds', input.categoryIds, requireCategoryIds),
    visibility: editOf('input.visibility', input.visibility, (_field, value) => value),
    durationSeconds: clearableEditOf('input.durationSeconds', input.durationSeconds, duration),
    thumbnailUrl: clearableEditOf('input.thumbnailUrl', input.thumbnailUrl, requireUrl),
  };
}

/** A new video's content, complete but for a slug that is to be generated. */
export interface ValidNewVideo {
  title: string;
  slug: string | undefined;
  description: string;
  tags: string[];
  categoryIds: readonly string[];
  visibility: Visibility;
  durationSeconds: number | null;
  thumbnailUrl: string | null;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireNewVideo(input: NewVideo): ValidNewVideo {
  return {
    title: title('input.title', input.title),
    slug: input.slug == null ? undefined : requireSlug('input.slug', input.slug),
    description: description('input.description', input.description ?? ''),
    tags: requireTags('input.tags', input.tags ?? []),
    categoryIds: requireCategoryIds('input.categoryIds', input.categoryIds ?? []),
    visibility: input.visibility ?? 'MEMBERS',
    durationSeconds: clearableEditOf('input.durationSeconds', input.durationSeconds, duration) ?? null,
    thumbnailUrl: clearableEditOf('input.thumbnailUrl', input.thumbnailUrl, requireUrl) ?? null,
  };
}

/**
 * A time for a video to appear at.
 * @throws BadUserInputError unless it lies within the next five years
 */
export function requireScheduledTime(field: string, value: Date, now: Date): Date {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MAX_YEARS_AHEAD);
  if (value <= now || value > latest) {
    const allowed = `a time in the future, at most ${MAX_YEARS_AHEAD} years from now`;
    throw new BadUserInputError(field, `${value.toISOString()} is out of range.`, allowed);
  }
  return value;
}

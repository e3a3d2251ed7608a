import { assertId } from '../database/ids';
import { BadUserInputError } from '../errors';
import { requireSlug } from '../slugs';
import { clearableEditOf, editOf, requireText, requireUrl } from '../validation';
import { type Visibility } from '../visibility';
import { requireDuration } from './duration';
import { REASON_LENGTH } from './LiveEvent';

const MAX_YEARS_AHEAD = 5;
const DEFAULT_MINUTES = 60;

/** What can be said of an event; null and undefined mean that nothing is said. */
interface LiveEventContent {
  slug?: string | null;
  description?: string | null;
  durationMinutes?: number | null;
  visibility?: Visibility | null;
  streamUrl?: string | null;
  coverUrl?: string | null;
}

export interface NewLiveEvent extends LiveEventContent {
  title: string;
  startsAt: Date;
}

/** An event at the version that the caller has seen. */
export interface SeenLiveEvent {
  id: string;
  version: number;
}

/** Undefined leaves a field alone; null clears it where it can be empty. */
export interface LiveEventEdit extends SeenLiveEvent, LiveEventContent {
  title?: string | null;
  startsAt?: Date | null;
  recordingId?: string | null;
}

const title = (field: string, value: string): string => requireText(field, value, { max: 200 });
const description = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: 5_000, multiline: true });
const video = (_field: string, id: string): string => {
  assertId('Video', id);
  return id;
};

/** What is edited, valid but for the times, which hang on what they were; undefined where nothing is. */
export interface ValidLiveEventEdit {
  title?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  startsAt?: Date | undefined;
  durationMinutes?: number | undefined;
  visibility?: Visibility | undefined;
  streamUrl?: string | null | undefined;
  coverUrl?: string | null | undefined;
  recordingId?: string | null | undefined;
}

/**
 * @throws BadUserInputError naming the field, `input.title`
 * @throws NotFoundError when no video can have the recording's id
 */
export function requireLiveEventEdit(input: Omit<LiveEventEdit, 'id' | 'version'>): ValidLiveEventEdit {
  return {
    title: editOf('input.title', input.title, title),
    slug: editOf('input.slug', input.slug, requireSlug),
    description: editOf('input.description', input.description, description),
    startsAt: editOf('input.startsAt', input.startsAt, (_field, value) => value),
    durationMinutes: editOf('input.durationMinutes', input.durationMinutes, requireDuration),
    visibility: editOf('input.visibility', input.visibility, (_field, value) => value),
    streamUrl: clearableEditOf('input.streamUrl', input.streamUrl, requireUrl),
    coverUrl: clearableEditOf('input.coverUrl', input.coverUrl, requireUrl),
    recordingId: clearableEditOf('input.recordingId', input.recordingId, video),
  };
}

/** A new event's content, complete but for a slug that is to be generated. */
export interface ValidNewLiveEvent {
  title: string;
  slug: string | undefined;
  description: string;
  startsAt: Date;
  durationMinutes: number;
  visibility: Visibility;
  streamUrl: string | null;
  coverUrl: string | null;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireNewLiveEvent(input: NewLiveEvent, now: Date): ValidNewLiveEvent {
  return {
    title: title('input.title', input.title),
    slug: input.slug == null ? undefined : requireSlug('input.slug', input.slug),
    description: description('input.description', input.description ?? ''),
    startsAt: requireStart('input.startsAt', input.startsAt, now),
    durationMinutes: requireDuration('input.durationMinutes', input.durationMinutes ?? DEFAULT_MINUTES),
    visibility: input.visibility ?? 'MEMBERS',
    streamUrl: clearableEditOf('input.streamUrl', input.streamUrl, requireUrl) ?? null,
    coverUrl: clearableEditOf('input.coverUrl', input.coverUrl, requireUrl) ?? null,
  };
}

/**
 * A time for an event to begin at.
 * @throws BadUserInputError unless it lies within the next five years
 */
export function requireStart(field: string, value: Date, now: Date): Date {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MAX_YEARS_AHEAD);
  if (value > now && value <= latest) return value;
  const allowed = `a time in the future, at most ${MAX_YEARS_AHEAD} years from now`;
  throw new BadUserInputError(field, `${value.toISOString()} is out of range.`, allowed);
}

/** Null when no reason is told. @throws BadUserInputError */
export function requireReason(reason: string | null | undefined): string | null {
  if (reason == null) return null;
  const rule = { min: 0, max: REASON_LENGTH, multiline: true };
  return requireText('input.reason', reason, rule) || null;
}

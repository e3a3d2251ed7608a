import { toSortText } from '../database/searchText';
import { emailKey, requireEmail } from '../emailAddress';
import { BadUserInputError } from '../errors';
import { requireTags } from '../tags';
import { clearableEditOf, editOf, requireText } from '../validation';
import { type Member, NAME_LENGTH, REASON_LENGTH } from './Member';

/** Callers' clocks may be ahead of ours by this much: someone who joins now must not be told that it is the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/** What can be told of a new member. */
export interface NewMember {
  email: string;
  name: string;
  tags?: readonly string[] | null;
  joinedAt?: Date | null;
  lastSeenAt?: Date | null;
}

/** A member at the version that the caller has seen. */
export interface SeenMember {
  id: string;
  version: number;
}

/** An edit of a member: undefined leaves a field alone, null clears it. */
export interface MemberEdit extends SeenMember {
  email?: string | null;
  name?: string | null;
  tags?: readonly string[] | null;
  joinedAt?: Date | null;
  lastSeenAt?: Date | null;
  subscribed?: boolean | null;
}

type EmailFields = Pick<Member, 'email' | 'emailKey'>;
type NameFields = Pick<Member, 'name' | 'nameKey'>;
type OtherFields = Pick<Member, 'joinedAt' | 'lastSeenAt'>;

/** A new member's columns, as far as the caller decides on them, and tags. @throws BadUserInputError */
export function readNewMember(
  input: NewMember,
  now: Date,
): { fields: EmailFields & NameFields & OtherFields; tags: string[] } {
  const notInFuture = pastTime(now);
  return {
    fields: {
      ...emailFields('input.email', input.email),
      ...nameFields('input.name', input.name),
      joinedAt: input.joinedAt == null ? now : notInFuture('input.joinedAt', input.joinedAt),
      lastSeenAt: input.lastSeenAt == null ? null : notInFuture('input.lastSeenAt', input.lastSeenAt),
    },
    tags: requireTags('input.tags', input.tags ?? []),
  };
}

/** The columns that an edit changes, and the tags and the subscription if it changes them. @throws BadUserInputError */
export function readMemberEdit(
  input: MemberEdit,
  now: Date,
): {
  changes: Partial<EmailFields & NameFields & OtherFields>;
  tags: string[] | undefined;
  subscribed: boolean | undefined;
} {
  return {
    changes: {
      ...editOf('input.email', input.email, emailFields),
      ...editOf('input.name', input.name, nameFields),
      joinedAt: editOf('input.joinedAt', input.joinedAt, pastTime(now)),
      lastSeenAt: clearableEditOf('input.lastSeenAt', input.lastSeenAt, pastTime(now)),
    },
    tags: editOf('input.tags', input.tags, requireTags),
    subscribed: editOf('input.subscribed', input.subscribed, (_field, value) => value),
  };
}

/** Null when no reason is told. @throws BadUserInputError */
export function readReason(reason: string | null | undefined): string | null {
  if (reason == null) return null;
  const rule = { min: 0, max: REASON_LENGTH, multiline: true };
  return requireText('input.reason', reason, rule) || null;
}

function emailFields(field: string, value: string): EmailFields {
  const email = requireEmail(field, value);
  return { email, emailKey: emailKey(email) };
}

function nameFields(field: string, value: string): NameFields {
  const name = requireText(field, value, { max: NAME_LENGTH });
  return { name, nameKey: toSortText(name) };
}

function pastTime(now: Date): (field: string, time: Date) => Date {
  return (field, time) => {
    if (time.getTime() <= now.getTime() + CLOCK_TOLERANCE_MS) return time;
    throw new BadUserInputError(field, 'lies in the future.', `at latest ${now.toISOString()}`);
  };
}

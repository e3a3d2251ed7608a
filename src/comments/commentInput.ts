import { requireText } from '../validation';
import { AUTHOR_LENGTH, REASON_LENGTH, TEXT_LENGTH } from './Comment';

/** A comment at the version that the caller has seen. */
export interface SeenComment {
  id: string;
  version: number;
}

/** @throws BadUserInputError */
export function readCommentText(field: string, text: string): string {
  return requireText(field, text, { max: TEXT_LENGTH, multiline: true });
}

/** Null when no name is given. @throws BadUserInputError */
export function readAuthorName(field: string, name: string | null | undefined): string | null {
  return name == null ? null : requireText(field, name, { max: AUTHOR_LENGTH });
}

/** Null when no reason is told. @throws BadUserInputError */
export function readHiddenReason(field: string, reason: string | null | undefined): string | null {
  if (reason == null) return null;
  return requireText(field, reason, { min: 0, max: REASON_LENGTH, multiline: true }) || null;
}

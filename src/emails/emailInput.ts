import { editOf, requireText } from '../validation';
import { SUBJECT_LENGTH } from './Email';
import { requirePlaceholders } from './placeholders';

/** In characters of up to four bytes each, this is what a text column of MySQL holds. */
const BODY_LENGTH = 15_000;

export interface NewEmailDraft {
  subject: string;
  /** Markdown. */
  body: string;
}

/** Undefined leaves a field alone. */
export interface EmailDraftEdit {
  id: string;
  /** The version that the edit is based on. */
  version: number;
  subject?: string | null;
  body?: string | null;
}

const subject = (field: string, value: string): string =>
  requirePlaceholders(field, requireText(field, value, { max: SUBJECT_LENGTH }));
const body = (field: string, value: string): string =>
  requirePlaceholders(field, requireText(field, value, { max: BODY_LENGTH, multiline: true }));

/** @throws BadUserInputError */
export function requireNewDraft(input: NewEmailDraft): { subject: string; body: string } {
  return { subject: subject('input.subject', input.subject), body: body('input.body', input.body) };
}

/** What an edit changes; undefined where it changes nothing. @throws BadUserInputError */
export function requireDraftEdit(input: EmailDraftEdit): {
  subject: string | undefined;
  body: string | undefined;
} {
  return {
    subject: editOf('input.subject', input.subject, subject),
    body: editOf('input.body', input.body, body),
  };
}

import { editOf, requireText } from '../validation';
import { type Visibility } from '../visibility';

const BODY_LENGTH = 20_000;

/** What can be said of a post; null and undefined mean that nothing is said. */
interface PostContent {
  body?: string | null;
  visibility?: Visibility | null;
  pinned?: boolean | null;
}

export interface NewPost extends PostContent {
  title: string;
}

/** A post at the version that the caller has seen. */
export interface SeenPost {
  id: string;
  version: number;
}

/** Undefined leaves a field alone. */
export interface PostEdit extends PostContent, SeenPost {
  title?: string | null;
  /** Makes a draft of it again. */
  unpublish?: boolean | null;
}

/** What is edited, valid; undefined where nothing is. */
export interface ValidPostEdit {
  title?: string | undefined;
  body?: string | undefined;
  visibility?: Visibility | undefined;
  pinned?: boolean | undefined;
}

const title = (field: string, value: string): string => requireText(field, value, { max: 200 });
const body = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: BODY_LENGTH, multiline: true });

/** @throws BadUserInputError naming the field, `input.title` */
export function requirePostEdit(input: PostEdit): ValidPostEdit {
  return {
    title: editOf('input.title', input.title, title),
    body: editOf('input.body', input.body, body),
    visibility: editOf('input.visibility', input.visibility, (_field, value) => value),
    pinned: editOf('input.pinned', input.pinned, (_field, value) => value),
  };
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireNewPost(input: NewPost): Required<{
  [Property in keyof ValidPostEdit]: NonNullable<ValidPostEdit[Property]>;
}> {
  return {
    title: title('input.title', input.title),
    body: body('input.body', input.body ?? ''),
    visibility: input.visibility ?? 'MEMBERS',
    pinned: input.pinned ?? false,
  };
}

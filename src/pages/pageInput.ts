import { requireSlug } from '../slugs';
import { clearableEditOf, editOf, requireInteger, requireText } from '../validation';
import { SEO_LENGTH } from './SitePage';

const BODY_LENGTH = 100_000;
const LAST_POSITION = 10_000;

/** What can be said of a page; null and undefined mean that nothing is said. */
interface PageContent {
  slug?: string | null;
  body?: string | null;
  seoDescription?: string | null;
  navigationPosition?: number | null;
}

export interface NewPage extends PageContent {
  title: string;
}

/** A page at the version that the caller has seen. */
export interface SeenPage {
  id: string;
  version: number;
}

/** Undefined leaves a field alone; null clears it where it can be empty. */
export interface PageEdit extends PageContent, SeenPage {
  title?: string | null;
  /** Makes a draft of it again. */
  unpublish?: boolean | null;
}

const title = (field: string, value: string): string => requireText(field, value, { max: 200 });
const body = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: BODY_LENGTH, multiline: true });
const seoDescription = (field: string, value: string): string =>
  requireText(field, value, { max: SEO_LENGTH });
const position = (field: string, value: number): number =>
  requireInteger(field, value, { min: 0, max: LAST_POSITION });

/** What is edited, valid; undefined where nothing is. */
export interface ValidPageEdit {
  title?: string | undefined;
  slug?: string | undefined;
  body?: string | undefined;
  seoDescription?: string | null | undefined;
  navigationPosition?: number | null | undefined;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requirePageEdit(input: PageEdit): ValidPageEdit {
  return {
    title: editOf('input.title', input.title, title),
    slug: editOf('input.slug', input.slug, requireSlug),
    body: editOf('input.body', input.body, body),
    seoDescription: clearableEditOf('input.seoDescription', input.seoDescription, seoDescription),
    navigationPosition: clearableEditOf('input.navigationPosition', input.navigationPosition, position),
  };
}

/** A new page's content, complete but for a slug that is to be generated. */
export interface ValidNewPage {
  title: string;
  slug: string | undefined;
  body: string;
  seoDescription: string | null;
  navigationPosition: number | null;
}

/** @throws BadUserInputError naming the field, `input.title` */
export function requireNewPage(input: NewPage): ValidNewPage {
  return {
    title: title('input.title', input.title),
    slug: input.slug == null ? undefined : requireSlug('input.slug', input.slug),
    body: body('input.body', input.body ?? ''),
    seoDescription: clearableEditOf('input.seoDescription', input.seoDescription, seoDescription) ?? null,
    navigationPosition:
      clearableEditOf('input.navigationPosition', input.navigationPosition, position) ?? null,
  };
}

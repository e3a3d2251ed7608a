import { BadUserInputError } from '../errors';
import { editOf, requireText } from '../validation';
import { type CaptionKind, LABEL_LENGTH, LANGUAGE_LENGTH } from './CaptionTrack';
import { requireWebVtt, type WebVttText } from './webVtt';

/** One language's captions of a video; of a track that is there, undefined leaves a field alone. */
export interface CaptionsToSave {
  videoId: string;
  language: string;
  /** The version that is replaced; left out for a new track. */
  version?: number | null;
  content?: string | null;
  label?: string | null;
  kind?: CaptionKind | null;
  isDefault?: boolean | null;
}

/** What is saved, valid; undefined where nothing is said. */
export interface ValidCaptions {
  language: string;
  text: WebVttText | undefined;
  label: string | undefined;
  kind: CaptionKind | undefined;
  isDefault: boolean | undefined;
}

/** @throws BadUserInputError naming the field, `input.language` */
export function requireCaptions(input: CaptionsToSave): ValidCaptions {
  return {
    language: requireLanguage('input.language', input.language),
    text: editOf('input.content', input.content, requireWebVtt),
    label: editOf('input.label', input.label, (field, value) =>
      requireText(field, value, { max: LABEL_LENGTH }),
    ),
    kind: editOf('input.kind', input.kind, (_field, value) => value),
    isDefault: editOf('input.isDefault', input.isDefault, (_field, value) => value),
  };
}

/**
 * A language tag in canonical form: `PT-br` becomes `pt-BR` (RFC 5646; ECMA-402 CanonicalizeUnicodeLocaleId).
 * @throws BadUserInputError
 */
function requireLanguage(field: string, value: string): string {
  const canonical = value.length <= LANGUAGE_LENGTH ? canonicalTag(value) : undefined;
  if (canonical !== undefined && canonical.length <= LANGUAGE_LENGTH) return canonical;
  const allowed = `a BCP 47 language tag of at most ${LANGUAGE_LENGTH} characters, such as pt-BR`;
  throw new BadUserInputError(field, 'is not a language tag.', allowed);
}

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** What a language calls itself: `português (Brasil)`; the tag where that is not known. */
export function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.length <= LABEL_LENGTH ? name : language;
}

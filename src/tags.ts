import { BadUserInputError } from './errors';
import { requireText } from './validation';

/** The length of a column that holds a tag. */
export const TAG_LENGTH = 40;

const MAX_TAGS = 20;

/**
 * A tag as it is kept and compared: lower case, single spaces, composed Unicode (NFC), so that two spellings which look
 * the same are the same.
 * @param field where it stands in the input, for the error: `filter.tag`
 * @throws BadUserInputError
 */
export function requireTag(field: string, value: string): string {
  const text = requireText(field, value, { max: TAG_LENGTH });
  // Lower-casing can lengthen a text: the limit holds for what is kept.
  return requireText(field, text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' '), { max: TAG_LENGTH });
}

/**
 * Tags as they are kept; repeated ones count once.
 * @param field where they stand in the input, for the error: `input.tags`
 * @throws BadUserInputError naming the tag that is wrong: `input.tags.3`
 */
export function requireTags(field: string, values: readonly string[]): string[] {
  const tags = new Set(values.map((value, index) => requireTag(`${field}.${index}`, value)));
  if (tags.size > MAX_TAGS)
    throw new BadUserInputError(field, `has ${tags.size} tags.`, `at most ${MAX_TAGS} tags`);
  return [...tags];
}

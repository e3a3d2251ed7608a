import { BadUserInputError } from '../errors';

/**
 * What stands in an e-mail for something of the member who gets it: `{{name}}`. White space is matched in one way only: a
 * body of nothing else behind `{{` would be tried in millions, for each member anew.
 */
const PLACEHOLDER = /\{\{\s*(?:([^{}\s]+)\s*)?\}\}/g;

export const PLACEHOLDERS = ['name', 'email'] as const;
export type PlaceholderValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

const isPlaceholder = (name: string): name is (typeof PLACEHOLDERS)[number] =>
  (PLACEHOLDERS as readonly string[]).includes(name);

/**
 * Text whose placeholders all mean something: a slip of the pen is told to who writes, not to the members.
 * @throws BadUserInputError
 */
export function requirePlaceholders(field: string, text: string): string {
  for (const [placeholder, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (!isPlaceholder(name)) {
      const allowed = PLACEHOLDERS.map((known) => `{{${known}}}`);
      throw new BadUserInputError(field, `${placeholder.slice(0, 64)} stands for nothing.`, allowed);
    }
  }
  return text;
}

/**
 * Puts the values where their placeholders are.
 * @param write a value as it must stand in this kind of text
 */
export function fillPlaceholders(
  text: string,
  values: PlaceholderValues,
  write: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(PLACEHOLDER, (placeholder, name: string | undefined = '') =>
    isPlaceholder(name) ? write(values[name]) : placeholder,
  );
}

import { placeholders, writeTimestamp } from './rawRows';

export type ScalarValue = string | number | boolean | Date | null;
export type ParameterValue = ScalarValue | readonly string[];
export type Parameters = Record<string, ParameterValue>;

/** Text between parameters, and the names of the parameters between the texts. */
interface Template {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

/** Statements differ by which filters are given, not by their values: there are few. */
const MAX_TEMPLATES = 2_000;
const templates = new Map<string, Template>();

/**
 * Puts `?` in the place of `:name`, and of `:...name` one for each of the values.
 * @throws Error when a parameter has no value: left out, it would match anything or nothing
 */
export function compileStatement(
  text: string,
  parameters: Parameters,
): { statement: string; values: unknown[] } {
  const { texts, names } = templateOf(text);
  const values: unknown[] = [];
  let statement = texts[0] ?? '';
  names.forEach((name, index) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`The parameter :${name} has no value.`);
    if (Array.isArray(value)) values.push(...(value as readonly string[]));
    else values.push(toColumn(value as ScalarValue));
    const marks = Array.isArray(value) ? placeholders(value.length) : '?';
    statement += marks + (texts[index + 1] ?? '');
  });
  return { statement, values };
}

function templateOf(text: string): Template {
  let template = templates.get(text);
  if (template === undefined) {
    const parts = text.split(/:(?:\.\.\.)?([A-Za-z]\w*)/);
    template = {
      texts: parts.filter((_, index) => index % 2 === 0),
      names: parts.filter((_, index) => index % 2 === 1),
    };
    if (templates.size >= MAX_TEMPLATES) templates.clear();
    templates.set(text, template);
  }
  return template;
}

/** As every engine stores it. */
export function toColumn(value: ScalarValue): string | number | null {
  if (value instanceof Date) return writeTimestamp(value);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** What a form says once its brackets are read: `items[0][price]=price_1` is `{ items: [{ price: 'price_1' }] }`. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = Record<string, FormValue>;

/** Reads `application/x-www-form-urlencoded` as Stripe does. */
export function readForm(text: string): Form {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll(']', '').split('[');
    let node = root;
    for (const part of path.slice(0, -1)) node = (node[part] ??= {}) as Record<string, unknown>;
    const last = path.at(-1) ?? '';
    if (last === '') node[String(Object.keys(node).length)] = value;
    else node[last] = value;
  }
  return toLists(root) as Form;
}

/** Objects whose names count up from 0 are lists. */
function toLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, toLists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

const TEXT_OF_THE_CALLER = new Set(['metadata', 'name', 'description', 'code', 'email', 'id', 'lookup_key']);

/** The form's values as Stripe answers them: numbers and booleans, but for what is text by its name. */
export function toJson(value: FormValue, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => toJson(item));
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, toJson(inner, name === 'metadata' ? name : key)]),
    );
  if (TEXT_OF_THE_CALLER.has(name)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

import { readFileSync } from 'node:fs';
import { settingsSchema } from '../src/config';
import { projectRoot } from '../src/projectRoot';

describe("the README's table of settings", () => {
  const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z0-9_]+)` +\| ([^|]+) \| ([^|]+) \|$/gm);
  const listed = new Map(
    [...rows].map(([, name, fallback, meaning]) => [
      name,
      { fallback: fallback?.trim(), meaning: meaning?.trim() },
    ]),
  );

  it('lists each of them, and nothing else', () => {
    expect([...listed.keys()]).toEqual(Object.keys(settingsSchema.shape));
  });

  it.each(Object.entries(settingsSchema.shape))(
    'says what %s means and what it is when left out',
    (name, setting) => {
      const row = listed.get(name);
      expect(row?.meaning).toBe(setting.description);
      const fallback: unknown = setting.parse(undefined);
      // Where the checkout lies, lists, and what is left out are told in words.
      const [, inCheckout] = typeof fallback === 'string' ? fallback.split(`${projectRoot}/`) : [];
      if (inCheckout !== undefined) expect(row?.fallback).toContain(inCheckout);
      else if (fallback === undefined || Array.isArray(fallback)) expect(row?.fallback).toBe('none');
      else
        expect(row?.fallback).toBe(
          `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``,
        );
    },
  );
});

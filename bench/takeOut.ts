import { createRequire } from 'node:module';

/** What the program loads: paths are those of src/main.ts. */
export const load = createRequire(process.argv[1] ?? '');

/** The exports of a module, open to be replaced for whoever loads it from now on. */
export function open<Exports extends object>(path: string): Exports {
  const loaded = load.cache[load.resolve(path)];
  if (loaded !== undefined) throw new Error(`${path} is loaded already: what it exports can't be replaced.`);
  const exports = Object.create(load(path) as Exports) as Exports;
  const replaceable = load.cache[load.resolve(path)];
  if (replaceable === undefined) throw new Error(`${path} is not in the module cache.`);
  replaceable.exports = exports;
  return exports;
}

/** @throws Error when there is no such function (any more): a measurement without it would mean nothing */
export function replace<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  make: (original: Owner[Name]) => Owner[Name],
): void {
  if (typeof owner[name] !== 'function') throw new Error(`There is no function ${String(name)} to replace.`);
  Object.defineProperty(owner, name, { value: make(owner[name]) });
}

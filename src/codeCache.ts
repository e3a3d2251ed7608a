import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { dirname } from 'node:path';
import { constants, Script } from 'node:vm';

/** A cache begins with the SHA-256 of the script and of the rest. */
const DIGEST_BYTES = 32;

/** What a CommonJS module is wrapped in. */
type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

interface Compiled<Exports> {
  readonly exports: Exports;
  readonly script: Script;
}

/**
 * Loads a script, sparing V8 the work of compiling it where {@link writeCodeCache} has kept what came of that: a large
 * bundle is up in two thirds of the time. What was kept for another text, another version of V8 or other flags is left
 * alone. Node's own loader takes over where there is no such script (sources, when they run uncompiled), and where stacks
 * are to name the sources: of what it has not loaded itself, Node reads no source map.
 * @param path without `.js`
 */
export function loadCompiled<Exports extends object>(
  path: string,
): { exports: Exports; isFromCache: boolean } {
  const file = `${path}.js`;
  if (process.sourceMapsEnabled || !existsSync(file))
    return { exports: createRequire(__filename)(path) as Exports, isFromCache: false };
  const source = readFileSync(file);
  const cachedData = readCache(path, source);
  const { exports, script } = compile<Exports>(file, source, cachedData);
  return { exports, isFromCache: cachedData !== undefined && script.cachedDataRejected === false };
}

/**
 * Runs a script, and keeps for {@link loadCompiled} what V8 has compiled of it until then.
 * @param path without `.js`
 * @param rehearse calls what is to be compiled beforehand: V8 compiles a function when it is first called
 */
export async function writeCodeCache<Exports extends object>(
  path: string,
  rehearse: (exports: Exports) => Promise<void>,
): Promise<void> {
  const source = readFileSync(`${path}.js`);
  const { exports, script } = compile<Exports>(`${path}.js`, source);
  await rehearse(exports);
  const compiled = script.createCachedData();
  writeFileSync(cacheOf(path), Buffer.concat([digestOf(source, compiled), compiled]));
}

function compile<Exports extends object>(
  filename: string,
  source: Buffer,
  cachedData?: Buffer,
): Compiled<Exports> {
  const script = new Script(wrap(source.toString()), {
    filename,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as ModuleFunction;
  run(module.exports, createRequire(filename), module, filename, dirname(filename));
  return { exports: module.exports as Exports, script };
}

/** Undefined when nothing was kept, or not for this very text. V8 itself would only compare the length. */
function readCache(path: string, source: Buffer): Buffer | undefined {
  const file = cacheOf(path);
  if (!existsSync(file)) return undefined;
  const kept = readFileSync(file);
  const compiled = kept.subarray(DIGEST_BYTES);
  return digestOf(source, compiled).equals(kept.subarray(0, DIGEST_BYTES)) ? compiled : undefined;
}

const cacheOf = (path: string): string => `${path}.cache`;

const digestOf = (source: Buffer, compiled: Buffer): Buffer =>
  createHash('sha256').update(source).update(compiled).digest();

/**
 * Loaded by `node -r` before the server, in the process of one measurement only: takes out what authentication and
 * the access check do for each request, and leaves all the rest as it is. The product itself has no such switch.
 *
 * The first request with a valid key is authenticated; whoever comes then is taken for that caller. So nothing is read of
 * the key, no secret compared, no use noted; every operation is let in, and there are no strangers.
 */
import { createRequire } from 'node:module';
import type * as accessChecker from '../directives/accessChecker';
import type * as authentication from '../src/auth/Authenticator';
import type * as keyUsage from '../src/auth/KeyUsage';
import { type Principal } from '../src/auth/principal';

// Paths are those of src/main.ts.
const load = createRequire(process.argv[1] ?? '');

/** The exports of a module, open to be replaced for whoever loads it from now on. */
function open<Exports extends object>(path: string): Exports {
  const loaded = load.cache[load.resolve(path)];
  if (loaded !== undefined) throw new Error(`${path} is loaded already: what it exports can't be replaced.`);
  const exports = Object.create(load(path) as Exports) as Exports;
  const replaceable = load.cache[load.resolve(path)];
  if (replaceable === undefined) throw new Error(`${path} is not in the module cache.`);
  replaceable.exports = exports;
  return exports;
}

/** @throws Error when there is no such function (any more): a measurement without it would mean nothing */
function replace<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  make: (original: Owner[Name]) => Owner[Name],
): void {
  if (typeof owner[name] !== 'function') throw new Error(`There is no function ${String(name)} to replace.`);
  Object.defineProperty(owner, name, { value: make(owner[name]) });
}

const { Authenticator } = load('./auth/Authenticator') as typeof authentication;
replace(Authenticator.prototype, 'authenticate', (original) => {
  let known: Principal | null = null;
  return async function (this: authentication.Authenticator, rawHeaders, requestId) {
    known ??= await original.call(this, rawHeaders, requestId);
    return known === null ? null : { ...known, requestId };
  };
});

const { KeyUsage } = load('./auth/KeyUsage') as typeof keyUsage;
replace(KeyUsage.prototype, 'record', () => () => undefined);

replace(open<typeof accessChecker>('../directives/accessChecker'), 'createAccessChecker', (original) => {
  return (schema, catalogue, options) => {
    const checker = original(schema, catalogue, options);
    const nothing = catalogue.setOf([]);
    replace(checker, 'admit', () => () => nothing);
    replace(checker, 'assertAdmitted', () => () => undefined);
    return checker;
  };
});

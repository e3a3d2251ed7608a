/**
 * Loaded by `node -r` before the server, in the process of one measurement only: takes out what authentication and
 * the access check do for each request, and leaves all the rest as it is. The product itself has no such switch.
 *
 * The first request with a valid key is authenticated; whoever comes then is taken for that caller. So nothing is read of
 * the key, no secret compared, no use noted; every operation is let in, and there are no strangers.
 */
import type * as accessChecker from '../directives/accessChecker';
import type * as authentication from '../src/auth/Authenticator';
import type * as keyUsage from '../src/auth/KeyUsage';
import { type Principal } from '../src/auth/principal';
import { load, open, replace } from './takeOut';

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

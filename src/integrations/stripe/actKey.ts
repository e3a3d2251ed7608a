import { createHash } from 'node:crypto';

/**
 * An idempotency key for making something at Stripe: the same act has the same key, and so is done once however often it
 * is asked for; another act has another, so that an edit which was refused can be repeated with other values.
 * @param what is made: `price`
 * @param of whose it is, and at which version: `<id>-<version>`
 * @param parameters the request's
 */
export function actKey(what: string, of: string, parameters: object): string {
  const digest = createHash('sha256').update(JSON.stringify(parameters)).digest('base64url');
  return `latchkey-${what}-${of}-${digest}`;
}

import { createRequire } from 'node:module';
import type Stripe from 'stripe';

const load = createRequire(__filename);

/** The SDK, which takes long to load: only where Stripe is set up. */
export function loadStripe(): typeof Stripe {
  return load('stripe') as typeof Stripe;
}

import { type Client } from './Client';
import { type TestServer } from './startServer';
import { type StripeObjects } from './stripeObjects';
import { type StripeServer } from './stripeServer';
import { type TestPlatform } from './TestPlatform';

/** A platform of a test's own whose money goes through an account of the stand-in for Stripe. */
export interface ConnectedPlatform {
  readonly platform: TestPlatform;
  /** Holds every scope. */
  readonly key: Client;
  readonly account: { readonly id: string; readonly objects: StripeObjects };
}

export async function connectedPlatform(
  server: TestServer,
  stripe: StripeServer,
): Promise<ConnectedPlatform> {
  const platform = await server.platform();
  const account = stripe.account();
  await server.services.stripeAccounts.store(platform.adminPrincipal, account.id);
  return { platform, account, key: await platform.apiKey({ grantAll: true }) };
}

import { OutdatedError } from '../src/integrations/stripe/events';
import { CustomerDirectory } from '../src/subscriptions/CustomerDirectory';
import { SubscriptionMirror } from '../src/subscriptions/SubscriptionMirror';
import { Shop } from './harness/shop';
import { startServer, type TestServer } from './harness/startServer';
import { StripeServer } from './harness/stripeServer';

describe('a subscription of somebody who is removed while its event is looked into', () => {
  let stripe: StripeServer;
  let server: TestServer;
  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer(stripe.settings);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  it('is not written', async () => {
    const shop = await Shop.open(server, stripe);
    const { platform, account, key } = shop;
    const { price } = await shop.plan();
    const memberId = await shop.member('leaving@example.com');
    const object = account.objects.addSubscription(price, {
      customer: shop.customer('leaving@example.com').id,
    });
    const mirror = new SubscriptionMirror(
      server.database,
      server.clock.now,
      new CustomerDirectory(server.database),
    );
    const event = {
      platformId: platform.id,
      accountId: account.id,
      createdAt: server.clock.now(),
      requestId: 'test',
      connect: () => server.services.stripeAccounts.require(platform.id),
    };
    const prepared = await mirror.handlers['customer.subscription.created']?.(event, object);
    const write = prepared?.apply;
    if (write === undefined) throw new Error('The event comes to nothing.');
    await key.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });
    await expect(server.database.transaction((manager) => write(manager))).rejects.toBeInstanceOf(
      OutdatedError,
    );
    await shop.tell('customer.subscription.created', object);
    expect(await key.data('{ subscriptions { nodes { id } } }')).toEqual({ subscriptions: { nodes: [] } });
  });
});

import { Refund } from '../../src/payments/Refund';
import { recordRefund } from '../../src/payments/recordRefund';
import { type Database } from '../../src/database/Database';
import { asSeen } from '../../src/integrations/stripe/events';
import { Shop } from '../harness/shop';
import { startServer, type TestServer } from '../harness/startServer';
import { StripeServer } from '../harness/stripeServer';

describe('two processes that write what Stripe says of one refund', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let database: Database;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer(stripe.settings);
    ({ database } = server);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  it('never bring one back that has failed', async () => {
    const shop = await Shop.open(server, stripe);
    const { object: charge } = await shop.payment(1000);
    const made = shop.account.objects.handle('POST', ['refunds'], { charge: charge.id, amount: '300' });
    const pending = { ...(made as Parameters<Shop['tell']>[1]), status: 'pending' };
    await shop.tell('refund.created', pending);

    const write = (status: string, before: () => Promise<unknown>): Promise<unknown> =>
      asSeen(async () => {
        const payment = await shop.paymentRow(charge.id);
        const refund = { ...pending, status } as never;
        return database.transaction(async (manager) => {
          await recordRefund(manager, { payment, refund, now: new Date() });
          await before();
        });
      });
    // The one that is late has seen the payment, and waits for whoever writes first.
    let late: Promise<unknown> = Promise.resolve();
    await write('failed', async () => {
      const seen = server.sql.statements.length;
      late = write('succeeded', () => Promise.resolve());
      const waits = (): boolean =>
        server.sql.statements.slice(seen).some((statement) => /^UPDATE/.test(statement));
      while (!waits()) await new Promise((resolve) => setImmediate(resolve));
    });
    await late;
    expect(await shop.paymentRow(charge.id)).toMatchObject({ refundedAmount: 0 });
    const refunds = await database.reads.findBy(Refund, { platformId: shop.platform.id });
    expect(refunds).toMatchObject([{ status: 'FAILED' }]);
  });
});

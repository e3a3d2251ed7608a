import { newId } from '../src/database/ids';
import { Payment } from '../src/payments/Payment';
import { Refund } from '../src/payments/Refund';
import { Subscription } from '../src/subscriptions/Subscription';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

interface Sums {
  gross: number;
  refunded: number;
  net: number;
  payments: number;
}

interface Revenue extends Sums {
  currency: string;
  monthlyRecurringRevenue: number;
  activeSubscriptions: number;
  points: (Sums & { from: string; to: string })[];
}

const NOTHING: Sums = { gross: 0, refunded: 0, net: 0, payments: 0 };

/** Rows are written as they are: payments and subscriptions come from outside. */
describe('revenue', () => {
  let server: TestServer;
  let platform: TestPlatform;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform({ timeZone: 'Europe/Oslo' });
  });
  afterAll(() => server.close());

  async function pay(amount: number, paidAt: string, changes: Partial<Payment> = {}): Promise<string> {
    const time = new Date(paidAt);
    const payment: Payment = {
      id: newId(),
      platformId: platform.id,
      memberId: null,
      subscriptionId: null,
      planId: null,
      amount,
      refundedAmount: 0,
      isRefunded: false,
      currency: 'EUR',
      status: 'SUCCEEDED',
      description: 'Membership',
      failureMessage: null,
      paidAt: time,
      stripeChargeId: null,
      stripePaymentIntentId: null,
      stripeInvoiceId: null,
      stripeUpdatedAt: null,
      createdAt: time,
      updatedAt: time,
      version: 1,
      ...changes,
    };
    await server.database.transaction((manager) => manager.insert(Payment, payment));
    return payment.id;
  }

  async function refund(amount: number, createdAt: string, changes: Partial<Refund> = {}): Promise<void> {
    const time = new Date(createdAt);
    const row: Refund = {
      id: newId(),
      platformId: platform.id,
      paymentId: newId(),
      amount,
      currency: 'EUR',
      reason: null,
      status: 'SUCCEEDED',
      stripeRefundId: null,
      createdAt: time,
      updatedAt: time,
      ...changes,
    };
    await server.database.transaction((manager) => manager.insert(Refund, row));
  }

  async function subscribe(amount: number, changes: Partial<Subscription> = {}): Promise<void> {
    const now = server.clock.now();
    const row: Subscription = {
      id: newId(),
      platformId: platform.id,
      memberId: newId(),
      planId: newId(),
      status: 'ACTIVE',
      startedAt: now,
      currentPeriodStart: null,
      currentPeriodEnd: null,
      trialEndsAt: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      endedAt: null,
      pausedAt: null,
      amount,
      currency: 'EUR',
      interval: 'MONTH',
      stripeSubscriptionId: null,
      stripeCustomerId: null,
      stripeUpdatedAt: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
      ...changes,
    };
    await server.database.transaction((manager) => manager.insert(Subscription, row));
  }

  async function report(
    from: string,
    to: string,
    options: { granularity?: string; currency?: string } = {},
  ): Promise<Revenue[]> {
    const key = await platform.apiKey({ scopes: ['REVENUE_READ'] });
    const { revenueAnalytics } = await key.data<{
      revenueAnalytics: { timeZone: string; currencies: Revenue[] };
    }>(
      `query ($range: DateRange!, $granularity: AnalyticsGranularity! = DAY, $currency: String) {
        revenueAnalytics(range: $range, granularity: $granularity, currency: $currency) {
          timeZone
          currencies {
            currency gross refunded net payments monthlyRecurringRevenue activeSubscriptions
            points { from to gross refunded net payments }
          }
        }
      }`,
      { range: { from, to }, ...options },
    );
    expect(revenueAnalytics.timeZone).toBe('Europe/Oslo');
    return revenueAnalytics.currencies;
  }

  it("is summed up by the platform's days, refunds on the day they were made", async () => {
    // Two hours ahead of UTC from 29 March on.
    await pay(1_000, '2026-03-28T22:59:59.999Z');
    await pay(1_900, '2026-03-28T23:00:00Z');
    await pay(100, '2026-03-29T21:59:59.999Z');
    await pay(5_000, '2026-03-29T22:00:00Z');
    await pay(70_000, '2026-03-29T12:00:00Z', { status: 'FAILED', paidAt: null });
    await pay(80_000, '2026-03-29T12:00:00Z', { status: 'PENDING', paidAt: null });
    await refund(2_500, '2026-03-29T12:00:00Z');
    await refund(30, '2026-03-30T12:00:00Z', { status: 'PENDING' });
    await refund(60_000, '2026-03-30T12:00:00Z', { status: 'FAILED' });
    const [euros, ...others] = await report('2026-03-28', '2026-03-31');
    expect(others).toEqual([]);
    expect(euros).toMatchObject({
      currency: 'EUR',
      gross: 8_000,
      refunded: 2_530,
      net: 5_470,
      payments: 4,
      points: [
        { from: '2026-03-28', to: '2026-03-28', gross: 1_000, refunded: 0, net: 1_000, payments: 1 },
        { from: '2026-03-29', to: '2026-03-29', gross: 2_000, refunded: 2_500, net: -500, payments: 2 },
        { from: '2026-03-30', to: '2026-03-30', gross: 5_000, refunded: 30, net: 4_970, payments: 1 },
        { from: '2026-03-31', to: '2026-03-31', ...NOTHING },
      ],
    });
    const [byMonth] = await report('2026-02-27', '2026-04-02', { granularity: 'MONTH' });
    expect(byMonth?.points).toEqual([
      { from: '2026-02-27', to: '2026-02-28', ...NOTHING },
      { from: '2026-03-01', to: '2026-03-31', gross: 8_000, refunded: 2_530, net: 5_470, payments: 4 },
      { from: '2026-04-01', to: '2026-04-02', ...NOTHING },
    ]);
  });

  it('keeps currencies apart', async () => {
    await pay(2_147_483_647, '2026-05-04T12:00:00Z');
    await pay(2_147_483_647, '2026-05-05T12:00:00Z');
    await pay(1_500, '2026-05-05T12:00:00Z', { currency: 'JPY' });
    await refund(9, '2026-05-05T12:00:00Z', { currency: 'USD' });
    const all = await report('2026-05-01', '2026-05-31', { granularity: 'WEEK' });
    expect(all.map(({ currency, gross, net }) => [currency, gross, net])).toEqual([
      ['EUR', 4_294_967_294, 4_294_967_294],
      ['JPY', 1_500, 1_500],
      ['USD', 0, -9],
    ]);
    const yen = await report('2026-05-01', '2026-05-31', { currency: 'jpy' });
    expect(yen).toMatchObject([{ currency: 'JPY', gross: 1_500, payments: 1 }]);
    const none = await report('2026-05-01', '2026-05-02', { currency: 'CHF' });
    expect(none).toMatchObject([{ currency: 'CHF', ...NOTHING, points: [NOTHING, NOTHING] }]);
  });

  it('recurs by what subscriptions cost a month, of those that are paid for', async () => {
    await subscribe(1_000);
    await subscribe(12_500, { interval: 'YEAR', status: 'PAST_DUE' });
    await subscribe(700, { currency: 'SEK' });
    for (const status of ['TRIALING', 'PAUSED', 'INCOMPLETE', 'CANCELED'] as const)
      await subscribe(9_000, { status });
    expect(await report('2026-01-01', '2026-01-01')).toMatchObject([
      { currency: 'EUR', monthlyRecurringRevenue: 2_042, activeSubscriptions: 2, ...NOTHING },
      { currency: 'SEK', monthlyRecurringRevenue: 700, activeSubscriptions: 1, ...NOTHING },
    ]);
  });

  it('takes as many statements for 400 days of it as for one, and shows nothing of other platforms', async () => {
    await pay(1, '2026-05-05T12:00:00Z');
    await subscribe(1);
    const count = async (from: string, to: string): Promise<number> => {
      const statements = await server.sql.during(() => report(from, to));
      return statements.filter((text) => /FROM (payments|refunds|subscriptions|.?platforms)/.test(text))
        .length;
    };
    expect(await count('2026-05-05', '2026-05-05')).toBe(4);
    expect(await count('2025-05-05', '2026-06-08')).toBe(4);
    platform = await server.platform({ timeZone: 'Europe/Oslo' });
    expect(await report('2026-05-01', '2026-05-31')).toEqual([]);
  });

  it.each(['EURO', 'EU ', ''])('is refused in %j', async (currency) => {
    const key = await platform.apiKey({ grantAll: true });
    const answer = await key.query(
      `query ($currency: String) {
        revenueAnalytics(range: { from: "2026-01-01", to: "2026-01-01" }, currency: $currency) { timeZone }
      }`,
      { currency },
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'currency' } }]);
  });
});

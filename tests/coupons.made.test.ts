import { Coupon } from '../src/coupons/Coupon';
import { type Client } from './harness/Client';
import { CommerceRows } from './harness/commerce';
import { type ConnectedPlatform, connectedPlatform } from './harness/connectedPlatform';
import { startServer, type TestServer } from './harness/startServer';
import { StripeServer } from './harness/stripeServer';

const COUPON = `id code percentOff amountOff { amount currency } duration durationInMonths maxRedemptions timesRedeemed
  expiresAt active version`;
const CREATE = `mutation ($input: CreateCouponInput!) { createCoupon(input: $input) { coupon { ${COUPON} } } }`;
const DEACTIVATE = `mutation ($input: DeactivateCouponInput!) {
  deactivateCoupon(input: $input) { coupon { active version } }
}`;

interface CouponAnswer {
  id: string;
  code: string;
  version: number;
}

describe('a coupon', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let ours: ConnectedPlatform;
  let key: Client;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    ours = await connectedPlatform(server, stripe);
    ({ key } = ours);
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  const create = async (input: object): Promise<CouponAnswer> => {
    const data = await key.data<{ createCoupon: { coupon: CouponAnswer } }>(CREATE, { input });
    return data.createCoupon.coupon;
  };
  const stored = async (): Promise<Coupon[]> =>
    server.database.reads.findBy(Coupon, { platformId: ours.platform.id });

  it("is made on the platform's own account, with the code that members type", async () => {
    const expiresAt = '2027-06-01T00:00:00.000Z';
    const coupon = await create({
      code: 'Summer-27',
      amountOff: { amount: 500, currency: 'eur' },
      duration: 'REPEATING',
      durationInMonths: 3,
      maxRedemptions: 100,
      expiresAt,
    });
    expect(coupon).toEqual({
      id: expect.any(String) as string,
      code: 'Summer-27',
      percentOff: null,
      amountOff: { amount: 500, currency: 'EUR' },
      duration: 'REPEATING',
      durationInMonths: 3,
      maxRedemptions: 100,
      timesRedeemed: 0,
      expiresAt,
      active: true,
      version: 1,
    });
    const [row] = await stored();
    expect(ours.account.objects.get(row?.stripeCouponId ?? '')).toMatchObject({
      object: 'coupon',
      name: 'Summer-27',
      amount_off: 500,
      currency: 'eur',
      duration: 'repeating',
      duration_in_months: 3,
    });
    expect(ours.account.objects.get(row?.stripePromotionCodeId ?? '')).toMatchObject({
      object: 'promotion_code',
      promotion: { type: 'coupon', coupon: row?.stripeCouponId },
      code: 'Summer-27',
      max_redemptions: 100,
      expires_at: Date.parse(expiresAt) / 1000,
    });
  });

  it('takes off a percentage of the first payment when nothing else is said', async () => {
    expect(await create({ code: 'ABC', percentOff: 100 })).toMatchObject({
      percentOff: 100,
      amountOff: null,
      duration: 'ONCE',
      durationInMonths: null,
      maxRedemptions: null,
      expiresAt: null,
    });
    expect(ours.account.objects.all('coupon')[0]).toMatchObject({ percent_off: 100, duration: 'once' });
  });

  it('has a code of its own, whatever the case, also after it was deactivated; Stripe is not asked', async () => {
    const { id } = await create({ code: 'Welcome', percentOff: 10 });
    const count = stripe.writes(ours.account.id).length;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { errors } = await key.query(CREATE, { input: { code: 'WELCOME', percentOff: 20 } });
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'input.code' } }]);
      if (attempt === 1) await key.data(DEACTIVATE, { input: { id, version: 1 } });
    }
    expect(stripe.writes(ours.account.id)).toHaveLength(count + 1);
    const other = await connectedPlatform(server, stripe);
    await other.key.data(CREATE, { input: { code: 'welcome', percentOff: 10 } });
  });

  it('is made once when the same is asked again after an answer got lost, and by two at once', async () => {
    const input = { code: 'AGAIN', percentOff: 15 };
    stripe.fail({ how: 'lost', after: 1 });
    const lost = await key.query(CREATE, { input });
    expect(lost.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(await stored()).toEqual([]);
    const answers = await Promise.all([key.query(CREATE, { input }), key.query(CREATE, { input })]);
    const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'done').sort();
    expect(codes).toEqual(['CONFLICT', 'done']);
    expect(await stored()).toHaveLength(1);
    expect(ours.account.objects.all('coupon')).toHaveLength(1);
    expect(ours.account.objects.all('promotion_code')).toHaveLength(1);
  });

  it('can not be redeemed any more once it is deactivated, which is done once', async () => {
    const { id } = await create({ code: 'OVER', percentOff: 10 });
    const stale = await key.query(DEACTIVATE, { input: { id, version: 7 } });
    expect(stale.errors).toMatchObject([{ extensions: { code: 'CONFLICT', given: 7, current: 1 } }]);
    expect(ours.account.objects.all('promotion_code')[0]?.active).toBe(true);
    const { deactivateCoupon } = await key.data<{ deactivateCoupon: object }>(DEACTIVATE, {
      input: { id, version: 1 },
    });
    expect(deactivateCoupon).toEqual({ coupon: { active: false, version: 2 } });
    expect(ours.account.objects.all('promotion_code')[0]?.active).toBe(false);
    const again = await key.query(DEACTIVATE, { input: { id, version: 2 } });
    expect(again.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'active' } }]);
  });

  it("is deactivated when Stripe's event about it is faster than the answer", async () => {
    const { id } = await create({ code: 'FAST', percentOff: 10 });
    const { stripeAccounts } = server.services;
    const require = stripeAccounts.require.bind(stripeAccounts);
    jest.spyOn(stripeAccounts, 'require').mockImplementationOnce(async (platformId) => {
      const connection = await require(platformId);
      return {
        ...connection,
        call: async (work, act) => {
          const answer = await connection.call(work, act);
          await server.database.transaction((manager) =>
            manager.update(Coupon, { id }, { active: false, version: 2 }),
          );
          return answer;
        },
      };
    });
    const { deactivateCoupon } = await key.data<{ deactivateCoupon: object }>(DEACTIVATE, {
      input: { id, version: 1 },
    });
    expect(deactivateCoupon).toEqual({ coupon: { active: false, version: 2 } });
  });

  it('stays as it was when Stripe does not do it', async () => {
    const { id } = await create({ code: 'STAYS', percentOff: 10 });
    stripe.fail({ how: 500 });
    const { errors } = await key.query(DEACTIVATE, { input: { id, version: 1 } });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(await stored()).toMatchObject([{ active: true, version: 1 }]);
    await key.data(DEACTIVATE, { input: { id, version: 1 } });
  });

  it('takes a connected account: NOT_CONFIGURED without one, but for a coupon that Stripe does not know', async () => {
    const platform = await server.platform();
    const client = await platform.apiKey({ grantAll: true });
    const { errors } = await client.query(CREATE, { input: { code: 'NOPE', percentOff: 10 } });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED' } }]);
    const rows = new CommerceRows(server.database, platform.id);
    const known = await rows.coupon({ stripePromotionCodeId: 'promo_1', code: 'KNOWN' });
    const refused = await client.query(DEACTIVATE, { input: { id: known.id, version: 1 } });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED' } }]);
    const unknown = await rows.coupon();
    await client.data(DEACTIVATE, { input: { id: unknown.id, version: 1 } });
    expect(
      await client.data('{ coupons(sort: { field: CODE, direction: ASC }) { nodes { code active } } }'),
    ).toEqual({
      coupons: {
        nodes: [
          { code: 'KNOWN', active: true },
          { code: 'WELCOME', active: false },
        ],
      },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a code of two characters', { code: 'AB' }, 'input.code'],
    ['a code of 51 characters', { code: 'A'.repeat(51) }, 'input.code'],
    ['a space in the code', { code: 'TEN OFF' }, 'input.code'],
    ['a letter that looks like another', { code: 'АBC' }, 'input.code'],
    ['nothing taken off', { percentOff: null }, 'input.percentOff'],
    ['both taken off', { amountOff: { amount: 1, currency: 'EUR' } }, 'input.percentOff'],
    ['nothing per cent', { percentOff: 0 }, 'input.percentOff'],
    ['101 per cent', { percentOff: 101 }, 'input.percentOff'],
    [
      'an amount of nothing',
      { percentOff: null, amountOff: { amount: 0, currency: 'EUR' } },
      'input.amountOff.amount',
    ],
    [
      'no currency',
      { percentOff: null, amountOff: { amount: 1, currency: 'EURO' } },
      'input.amountOff.currency',
    ],
    ['months that are missing', { duration: 'REPEATING' }, 'input.durationInMonths'],
    ['months for ever', { duration: 'FOREVER', durationInMonths: 3 }, 'input.durationInMonths'],
    ['no months', { duration: 'REPEATING', durationInMonths: 0 }, 'input.durationInMonths'],
    ['no redemptions', { maxRedemptions: 0 }, 'input.maxRedemptions'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'input.expiresAt'],
    ['an end in many years', { expiresAt: '2099-01-01T00:00:00Z' }, 'input.expiresAt'],
  ])('is refused: %s', async (_what, given, field) => {
    const { errors } = await key.query(CREATE, { input: { code: 'GOOD', percentOff: 10, ...given } });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field, allowed: expect.anything() as unknown } },
    ]);
    expect(stripe.writes(ours.account.id)).toEqual([]);
  });

  it("is not found by another platform's key", async () => {
    const { id } = await create({ code: 'OURS', percentOff: 10 });
    const other = await connectedPlatform(server, stripe);
    const { errors } = await other.key.query(DEACTIVATE, { input: { id, version: 1 } });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(await other.key.data('{ coupons { nodes { id } } }')).toEqual({ coupons: { nodes: [] } });
  });
});

import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { StripeServer } from './harness/stripeServer';
import { type TestPlatform } from './harness/TestPlatform';

interface Connection {
  accountId: string;
  connectedBy: string;
  connectedAt: string;
}

const connect = (
  admin: Client,
  accountId: string,
): Promise<Answer<{ connectStripe: { connection: Connection } }>> =>
  admin.query(
    `mutation ($accountId: String!) {
      connectStripe(input: { accountId: $accountId }) { connection { accountId connectedBy connectedAt } }
    }`,
    { accountId },
  );
const disconnect = (admin: Client, accountId: string): Promise<Answer> =>
  admin.query(
    'mutation ($accountId: String!) { disconnectStripe(input: { accountId: $accountId }) { accountId } }',
    { accountId },
  );
const connectionOf = async (admin: Client): Promise<Connection | null> => {
  const { stripeConnection } = await admin.data<{ stripeConnection: Connection | null }>(
    '{ stripeConnection { accountId connectedBy connectedAt } }',
  );
  return stripeConnection;
};
const auditOf = async (admin: Client): Promise<string[]> => {
  const { auditLog } = await admin.data<{
    auditLog: { nodes: { action: string; target: { name: string } }[] };
  }>('{ auditLog(first: 50) { nodes { action target { name } } } }');
  return auditLog.nodes
    .filter(({ action }) => action.startsWith('STRIPE_'))
    .map(({ action, target }) => `${action} ${target.name}`);
};

describe('the Stripe account of a platform', () => {
  let stripe: StripeServer;
  let server: TestServer;
  let platform: TestPlatform;
  let admin: Client;

  beforeAll(async () => {
    stripe = await StripeServer.start();
    server = await startServer({ ...stripe.settings, LATCHKEY_STRIPE_TIMEOUT_MS: '700' });
  });
  beforeEach(async () => {
    platform = await server.platform();
    admin = await platform.admin();
  });
  afterAll(async () => {
    await server.close();
    await stripe.close();
  });

  it('is verified with Stripe, stored and recorded, once', async () => {
    expect(await connectionOf(admin)).toBeNull();
    const { id } = stripe.account();
    const { data } = await connect(admin, ` ${id} `);
    expect(data.connectStripe.connection).toMatchObject({ accountId: id, connectedBy: 'Ada Admin' });
    expect(stripe.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: `/v1/accounts/${id}`,
      account: null,
    });

    const again = await connect(admin, id);
    expect(again.data.connectStripe.connection).toEqual(data.connectStripe.connection);
    expect(await connectionOf(admin)).toEqual(data.connectStripe.connection);
    expect(await auditOf(admin)).toEqual([`STRIPE_CONNECTED ${id}`]);
  });

  it.each(['', 'acct_', 'acct_1/../customers', 'cus_1', `acct_${'1'.repeat(60)}`])(
    'has an id of the form of one, and %j is none',
    async (accountId) => {
      const before = stripe.requests.length;
      const { errors } = await connect(admin, accountId);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.accountId' } }]);
      expect(stripe.requests).toHaveLength(before);
    },
  );

  it('must be one that Stripe lets the server act on, and the refusal holds no key', async () => {
    const answer = await connect(admin, 'acct_elsewhere');
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.accountId' } },
    ]);
    expect(answer.text).not.toContain(stripe.settings.STRIPE_SECRET_KEY);
    expect(await connectionOf(admin)).toBeNull();
  });

  it.each([
    ['refuses', { how: 400 }, 'BAD_USER_INPUT'],
    ['is overrun', { how: 429 }, 'UPSTREAM_FAILED'],
    ['breaks', { how: 500 }, 'UPSTREAM_FAILED'],
    ['hangs', { how: 'hang' }, 'UPSTREAM_FAILED'],
  ] as const)('is not stored when Stripe %s', async (_name, failure, code) => {
    const { id } = stripe.account();
    stripe.fail(failure);
    const { errors } = await connect(admin, id);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(await connectionOf(admin)).toBeNull();
    expect((await connect(admin, id)).errors).toEqual([]);
  });

  it('is asked for a second time when Stripe could not be reached for a moment', async () => {
    const { id } = stripe.account();
    stripe.fail({ how: 503 });
    expect((await connect(admin, id)).errors).toEqual([]);
  });

  it('can not be replaced without being taken off, nor shared with another platform', async () => {
    const [mine, other] = [stripe.account().id, stripe.account().id];
    await connect(admin, mine);
    expect((await connect(admin, other)).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', current: mine } },
    ]);
    const elsewhere = await (await server.platform()).admin();
    expect((await connect(elsewhere, mine)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(await connectionOf(elsewhere)).toBeNull();

    expect((await disconnect(elsewhere, mine)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await disconnect(admin, other)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await disconnect(admin, mine)).data).toEqual({ disconnectStripe: { accountId: mine } });
    expect(await connectionOf(admin)).toBeNull();
    expect((await connect(elsewhere, mine)).errors).toEqual([]);
    expect(await auditOf(admin)).toEqual(
      expect.arrayContaining([`STRIPE_DISCONNECTED ${mine}`, `STRIPE_CONNECTED ${mine}`]),
    );
  });

  it('is one, when ten connect ten accounts at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => connect(admin, stripe.account().id)));
    const connected = answers.filter(({ errors }) => errors.length === 0);
    expect(connected).toHaveLength(1);
    expect(await connectionOf(admin)).toMatchObject({
      accountId: connected[0]?.data.connectStripe.connection.accountId,
    });
  });

  it('can not be connected where the server has no secret key', async () => {
    const bare = await startServer();
    const owner = await (await bare.platform()).admin();
    expect((await connect(owner, 'acct_1')).errors).toMatchObject([
      {
        message: 'Stripe is not set up: STRIPE_SECRET_KEY is missing.',
        extensions: { code: 'NOT_CONFIGURED', missing: 'STRIPE_SECRET_KEY' },
      },
    ]);
    expect(await connectionOf(owner)).toBeNull();
    await bare.close();
  });

  it('is told nobody the key: a wrong one answers as a failure of Stripe', async () => {
    const secret = 'sk_test_wrongwrongwrong';
    const misled = await startServer({ ...stripe.settings, STRIPE_SECRET_KEY: secret });
    const owner = await (await misled.platform()).admin();
    const answer = await connect(owner, stripe.account().id);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_FAILED' } }]);
    expect(answer.text + misled.logLines.join()).not.toContain(secret);
    await misled.close();
  });
});

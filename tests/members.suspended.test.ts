import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = 'name status suspendedAt suspensionReason version';

describe('a suspended member', () => {
  let server: TestServer;
  let key: Client;
  let id: string;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    const platform = await server.platform();
    key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const { addMember } = await key.data<{ addMember: { id: string } }>(
      'mutation { addMember(input: { email: "mal@example.com", name: "Mallory" }) { id } }',
    );
    id = addMember.id;
  });
  afterAll(() => server.close());

  const suspend = (version: number, reason?: string | null): Promise<Answer> =>
    key.query(
      `mutation ($input: SuspendMemberInput!) { suspendMember(input: $input) { version member { ${FIELDS} } } }`,
      { input: { id, version, reason } },
    );
  const reinstate = (version: number): Promise<Answer> =>
    key.query(
      `mutation ($input: ReinstateMemberInput!) { reinstateMember(input: $input) { version member { ${FIELDS} } } }`,
      { input: { id, version } },
    );
  const read = async (): Promise<unknown> =>
    (await key.data<{ member: unknown }>(`query ($id: ID!) { member(id: $id) { ${FIELDS} } }`, { id }))
      .member;

  it('tells since when and why, until they are reinstated', async () => {
    const suspended = await suspend(1, ' Shared their password.\nTwice. ');
    const member = {
      name: 'Mallory',
      status: 'SUSPENDED',
      suspendedAt: expect.stringMatching(/Z$/) as string,
      suspensionReason: 'Shared their password.\nTwice.',
      version: 2,
    };
    expect(suspended.data).toEqual({ suspendMember: { version: 2, member } });
    expect(await read()).toEqual(member);

    const reinstated = await reinstate(2);
    const active = {
      name: 'Mallory',
      status: 'ACTIVE',
      suspendedAt: null,
      suspensionReason: null,
      version: 3,
    };
    expect(reinstated.data).toEqual({ reinstateMember: { version: 3, member: active } });
    expect(await read()).toEqual(active);
  });

  it.each([[undefined], [null], [''], ['  ']])('needs no reason: %j', async (reason) => {
    const { data } = await suspend(1, reason);
    expect(data).toMatchObject({ suspendMember: { member: { suspensionReason: null } } });
  });

  it('can not be suspended again, and keeps the first reason', async () => {
    await suspend(1, 'Spam');
    const again = await suspend(2, 'Fraud');
    expect(again.errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'status', current: 'SUSPENDED' } },
    ]);
    expect(await read()).toMatchObject({ suspensionReason: 'Spam', version: 2 });
  });

  it('is what reinstating needs', async () => {
    const { errors } = await reinstate(1);
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'status', current: 'ACTIVE' } }]);
    expect(await read()).toMatchObject({ status: 'ACTIVE', version: 1 });
  });

  it('was not edited by someone else in between', async () => {
    await key.data(
      'mutation ($id: ID!) { updateMember(input: { id: $id, version: 1, name: "Mal" }) { id } }',
      { id },
    );
    for (const answer of [await suspend(1, 'Spam'), await reinstate(1)]) {
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'CONFLICT', field: 'version', given: 1, current: 2 } },
      ]);
    }
    expect(await read()).toMatchObject({ name: 'Mal', status: 'ACTIVE', version: 2 });
  });

  it('was suspended once by ten at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => suspend(1, `Reason ${index}`)),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await read()).toMatchObject({ version: 2 });
  });
});

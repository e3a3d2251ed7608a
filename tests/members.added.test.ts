import { startServer, type TestServer } from './harness/startServer';

const ADD = `mutation ($input: AddMemberInput!) {
  addMember(input: $input) {
    id
    version
    member {
      id email name status joinedAt lastSeenAt tags suspendedAt suspensionReason createdAt updatedAt version
    }
  }
}`;

interface Added {
  addMember: { id: string; version: number; member: Record<string, unknown> };
}

describe('a member that was added', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is there, active, with what was given', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const input = {
      email: '  Ada.Lovelace@Example.com ',
      name: ' Ada Lovelace ',
      tags: ['Founding', 'vip', ' founding', 'beta\u00a0 tester'],
      joinedAt: '2019-05-04T03:02:01.234Z',
      lastSeenAt: '2024-02-29T12:00:00+02:00',
    };
    const { addMember } = await key.data<Added>(ADD, { input });
    expect(addMember.member).toEqual({
      id: addMember.id,
      email: 'Ada.Lovelace@Example.com',
      name: 'Ada Lovelace',
      status: 'ACTIVE',
      joinedAt: '2019-05-04T03:02:01.234Z',
      lastSeenAt: '2024-02-29T10:00:00.000Z',
      tags: ['beta tester', 'founding', 'vip'],
      suspendedAt: null,
      suspensionReason: null,
      createdAt: expect.stringMatching(/Z$/) as string,
      updatedAt: addMember.member['createdAt'],
      version: 1,
    });
    const read = await key.data<{ byId: unknown; byEmail: unknown }>(
      `query ($id: ID!) {
        byId: member(id: $id) { ...all }
        byEmail: member(email: "ADA.lovelace@example.COM") { ...all }
      }
      fragment all on Member {
        id email name status joinedAt lastSeenAt tags suspendedAt suspensionReason createdAt updatedAt version
      }`,
      { id: addMember.id },
    );
    expect(read).toEqual({ byId: addMember.member, byEmail: addMember.member });
  });

  it('joined now, was never seen and has no tags when nothing is said', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    for (const input of [
      { email: 'a@example.com', name: 'A' },
      { email: 'b@example.com', name: 'B', tags: null, joinedAt: null, lastSeenAt: null },
    ]) {
      const { addMember } = await key.data<Added>(ADD, { input });
      const { joinedAt, createdAt, lastSeenAt, tags } = addMember.member;
      expect({ joinedAt, lastSeenAt, tags }).toEqual({ joinedAt: createdAt, lastSeenAt: null, tags: [] });
    }
  });

  it('gives a key that may only write the id and version that the next edit needs', async () => {
    const platform = await server.platform();
    const writer = await platform.apiKey({ scopes: ['MEMBERS_MANAGE'] });
    const { addMember } = await writer.data<Added>(
      'mutation { addMember(input: { email: "w@example.com", name: "W" }) { id version } }',
    );
    await writer.data('mutation ($input: SuspendMemberInput!) { suspendMember(input: $input) { id } }', {
      input: addMember,
    });
  });

  it('has an e-mail address that nobody else on the platform has, in whatever case', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const add = (email: string): ReturnType<typeof key.query> =>
      key.query(ADD, { input: { email, name: 'Grace', tags: ['navy'] } });
    const answers = await Promise.all(
      ['grace@navy.example', 'GRACE@navy.example', 'Grace@Navy.Example', ' grace@navy.example'].map(add),
    );
    const refused = answers.filter((answer) => answer.errors.length > 0);
    expect(refused).toHaveLength(3);
    for (const { status, errors } of refused) {
      expect(status).toBe(200);
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'input.email' } }]);
    }
    expect((await add('grace@navy.example.org')).errors).toEqual([]);

    const other = await (await server.platform()).apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    await other.data(ADD, { input: { email: 'grace@navy.example', name: 'Another Grace' } });
  });
});

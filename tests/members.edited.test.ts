import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = `id email name status joinedAt lastSeenAt tags suspendedAt suspensionReason createdAt updatedAt version`;

interface Member extends Record<string, unknown> {
  id: string;
  version: number;
}

describe('an edit of a member', () => {
  let server: TestServer;
  let key: Client;
  let member: Member;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    const platform = await server.platform();
    key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const { addMember } = await key.data<{ addMember: { member: Member } }>(
      `mutation { addMember(input: {
        email: "ada@example.com", name: "Ada", tags: ["vip", "beta"],
        joinedAt: "2020-01-01T00:00:00Z", lastSeenAt: "2021-01-01T00:00:00Z"
      }) { member { ${FIELDS} } } }`,
    );
    member = addMember.member;
    server.clock.advance({ minutes: 1 });
  });
  afterAll(() => server.close());

  const edit = (
    input: Record<string, unknown>,
  ): Promise<Answer<{ updateMember: { version: number; member: Member } }>> =>
    key.query(
      `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { version member { ${FIELDS} } } }`,
      { input: { id: member.id, version: member.version, ...input } },
    );
  const read = async (): Promise<Member> =>
    (
      await key.data<{ member: Member }>(`query ($id: ID!) { member(id: $id) { ${FIELDS} } }`, {
        id: member.id,
      })
    ).member;

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, {}],
    [{ name: ' Ada King ' }, { name: 'Ada King' }],
    [{ email: 'Ada.King@example.com' }, { email: 'Ada.King@example.com' }],
    [{ email: 'ADA@example.com' }, { email: 'ADA@example.com' }],
    [{ tags: ['Beta', 'alumni'] }, { tags: ['alumni', 'beta'] }],
    [{ tags: [] }, { tags: [] }],
    [{ lastSeenAt: null }, { lastSeenAt: null }],
    [{ joinedAt: '2019-09-09T09:09:09.009Z' }, { joinedAt: '2019-09-09T09:09:09.009Z' }],
  ])('with %j changes that and nothing else', async (given, changed) => {
    const { data, errors } = await edit(given);
    expect(errors).toEqual([]);
    const after = data.updateMember.member;
    expect(after).toEqual({ ...member, ...changed, version: 2, updatedAt: after['updatedAt'] });
    expect(after['updatedAt']).not.toBe(member['updatedAt']);
    expect(data.updateMember.version).toBe(2);
    expect(await read()).toEqual(after);
  });

  it('is found by the new name and e-mail address, and no longer by the old', async () => {
    await edit({ name: 'Zuzana Čapek', email: 'zuzana@example.org' });
    const found = await key.data(`{
      byName: members(filter: { search: "capek" }) { nodes { id } }
      byOldName: members(filter: { search: "ada" }) { nodes { id } }
      byEmail: member(email: "Zuzana@example.org") { id }
      byOldEmail: member(email: "ada@example.com") { id }
    }`);
    const nodes = [{ id: member.id }];
    expect(found).toEqual({
      byName: { nodes },
      byOldName: { nodes: [] },
      byEmail: { id: member.id },
      byOldEmail: null,
    });
  });

  it('shows each edit of one request as it left the member', async () => {
    const answer = await key.data(
      `mutation ($id: ID!) {
        first: updateMember(input: { id: $id, version: 1, tags: ["one"] }) { member { tags version } }
        second: updateMember(input: { id: $id, version: 2, tags: ["two"] }) { member { tags version } }
      }`,
      { id: member.id },
    );
    expect(answer).toEqual({
      first: { member: { tags: ['one'], version: 2 } },
      second: { member: { tags: ['two'], version: 3 } },
    });
  });

  it('is refused when the member was edited since, and changes nothing', async () => {
    await edit({ name: 'Ada King' });
    const before = await read();
    for (const version of [1, 3, 0, -1, 2_147_483_647]) {
      const { errors } = await edit({ version, name: 'Countess', tags: ['gone'] });
      expect(errors).toMatchObject([
        { extensions: { code: 'CONFLICT', field: 'version', given: version, current: 2 } },
      ]);
    }
    expect(await read()).toEqual(before);
  });

  it('is refused when the e-mail address is taken, and changes nothing', async () => {
    await key.data('mutation { addMember(input: { email: "Eve@example.com", name: "Eve" }) { id } }');
    const { errors } = await edit({ email: 'eve@EXAMPLE.com', name: 'Eve 2', tags: ['gone'] });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'input.email' } }]);
    expect(await read()).toEqual(member);
  });

  it('wins alone among ten at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => edit({ name: `Ada ${index}`, tags: [`tag ${index}`] })),
    );
    const won = answers.filter((answer) => answer.errors.length === 0);
    expect(won).toHaveLength(1);
    const conflicts = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(conflicts).toEqual(Array.from({ length: 9 }, () => 'CONFLICT'));
    expect(await read()).toEqual(won[0]?.data.updateMember.member);
  });

  it('of many members at once gets each its own tags', async () => {
    const { services } = server;
    const platform = await server.platform();
    const added = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        services.members.add(platform.adminPrincipal, { email: `m${index}@example.com`, name: 'M' }),
      ),
    );
    const admin = await platform.admin();
    const answers = await Promise.all(
      added.map(({ id }, index) =>
        admin.query(
          `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { tags } } }`,
          { input: { id, version: 1, tags: [`tag ${index}`, 'everyone'] } },
        ),
      ),
    );
    expect(answers.map(({ data }) => data)).toEqual(
      added.map((_, index) => ({ updateMember: { member: { tags: ['everyone', `tag ${index}`] } } })),
    );
  });
});

import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';

const FUTURE = '2999-01-01T00:00:00.000Z';

/** [what is wrong, what is given, the field that the error names] */
type Case = [string, Record<string, unknown>, string];

const WRONG_FIELDS: Case[] = [
  ['no e-mail address', { email: 'ada' }, 'input.email'],
  ['an empty e-mail address', { email: ' ' }, 'input.email'],
  ['no dot in the domain', { email: 'ada@localhost' }, 'input.email'],
  ['a name beside the address', { email: 'Ada <ada@example.com>' }, 'input.email'],
  ['two addresses', { email: 'ada@example.com,bob@example.com' }, 'input.email'],
  ['a line break in the address', { email: 'ada@example.com\nBcc: bob@example.com' }, 'input.email'],
  ['a letter that looks like another', { email: 'аda@example.com' }, 'input.email'],
  ['an address of 255 characters', { email: `${'a'.repeat(64)}@${'b.'.repeat(93)}info` }, 'input.email'],
  ['65 characters before the @', { email: `${'a'.repeat(65)}@example.com` }, 'input.email'],
  ['an empty name', { name: ' \t ' }, 'input.name'],
  ['a name of 121 characters', { name: '🎥'.repeat(121) }, 'input.name'],
  ['a name of two lines', { name: 'Ada\nLovelace' }, 'input.name'],
  ['a bell in the name', { name: 'Ada\u0007' }, 'input.name'],
  ['an empty tag', { tags: ['vip', ''] }, 'input.tags.1'],
  ['a tag of 41 characters', { tags: ['x'.repeat(41)] }, 'input.tags.0'],
  ['a tag that grows too long in lower case', { tags: ['İ'.repeat(40)] }, 'input.tags.0'],
  ['21 tags', { tags: Array.from({ length: 21 }, (_, index) => `tag ${index}`) }, 'input.tags'],
  ['joining in the future', { joinedAt: FUTURE }, 'input.joinedAt'],
  ['being seen in the future', { lastSeenAt: FUTURE }, 'input.lastSeenAt'],
];

const CLEARED_FIELDS: Case[] = ['email', 'name', 'tags', 'joinedAt'].map((field) => [
  `clearing ${field}`,
  { [field]: null },
  `input.${field}`,
]);

const WRONG_LISTS: Case[] = [
  ['an empty tag', { filter: { tag: ' ' } }, 'filter.tag'],
  ['nine words', { filter: { search: 'a b c d e f g h i' } }, 'filter.search'],
  ['201 characters', { filter: { search: 'x'.repeat(201) } }, 'filter.search'],
  [
    'a span that ends before it begins',
    { filter: { joined: { from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' } } },
    'filter.joined',
  ],
  [
    'an empty span',
    { filter: { lastSeen: { from: '2020-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' } } },
    'filter.lastSeen',
  ],
  ['a page of none', { first: 0 }, 'first'],
  ['a page of 101', { first: 101 }, 'first'],
  ['no cursor', { after: 'next please' }, 'after'],
];

describe('bad input about members', () => {
  let server: TestServer;
  let key: Client;
  let member: { id: string; version: number };
  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const { addMember } = await key.data<{ addMember: typeof member }>(
      'mutation { addMember(input: { email: "a@example.com", name: "A" }) { id version } }',
    );
    member = addMember;
  });
  afterAll(async () => {
    const { members } = await key.data<{ members: { nodes: unknown[] } }>(
      '{ members { nodes { email name version } } }',
    );
    await server.close();
    expect(members.nodes).toEqual([{ email: 'a@example.com', name: 'A', version: 1 }]);
  });

  async function expectRefused(
    field: string,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<void> {
    const { errors } = await key.query(query, variables);
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field, allowed: expect.anything() as unknown } },
    ]);
    expect(errors[0]?.message.startsWith(`${field}: `)).toBe(true);
  }

  it.each(WRONG_FIELDS)('is refused by addMember: %s', (_case, given, field) =>
    expectRefused(field, 'mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }', {
      input: { email: 'b@example.com', name: 'B', ...given },
    }),
  );

  it.each([...WRONG_FIELDS, ...CLEARED_FIELDS])('is refused by updateMember: %s', (_case, given, field) =>
    expectRefused(field, 'mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { id } }', {
      input: { ...member, ...given },
    }),
  );

  it.each<Case>([
    ['501 characters', { reason: 'x'.repeat(501) }, 'input.reason'],
    ['a bell', { reason: 'Spam\u0007' }, 'input.reason'],
  ])('is refused by suspendMember: a reason of %s', (_case, given, field) =>
    expectRefused(field, 'mutation ($input: SuspendMemberInput!) { suspendMember(input: $input) { id } }', {
      input: { ...member, ...given },
    }),
  );

  it.each(WRONG_LISTS)('is refused by members: %s', (_case, given, field) =>
    expectRefused(
      field,
      `query ($filter: MemberFilter, $first: Int, $after: String) {
        members(filter: $filter, first: $first, after: $after) { nodes { id } }
      }`,
      given,
    ),
  );

  it('is refused by members: a cursor of another order', async () => {
    const { members } = await key.data<{ members: { pageInfo: { endCursor: string } } }>(
      '{ members(sort: { field: LAST_SEEN_AT }) { pageInfo { endCursor } } }',
    );
    const after = members.pageInfo.endCursor;
    await expectRefused('after', 'query ($after: String) { members(after: $after) { nodes { id } } }', {
      after,
    });
  });

  it.each([{}, { id: null }, { id: 'x', email: 'a@example.com' }])(
    'is refused by member: neither or both of id and email, %j',
    (given) =>
      expectRefused('id', 'query ($id: ID, $email: String) { member(id: $id, email: $email) { id } }', given),
  );

  it.each([
    { id: 'x' },
    { id: '' },
    { id: '1'.repeat(10_000) },
    { email: '' },
    { email: 'b'.repeat(10_000) },
    { email: 'á@example.com' },
  ])('finds nobody, and breaks nothing: member(%j)', async (given) => {
    const query = 'query ($id: ID, $email: String) { member(id: $id, email: $email) { id } }';
    expect(await key.data(query, given)).toEqual({ member: null });
  });

  it('takes what is just within the limits, and a clock that is a few seconds ahead', async () => {
    const platform = await server.platform();
    const other = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const input = {
      email: `${"!#$%&'*+/=?^_`{|}~-.".repeat(3)}aaaa@${'b.'.repeat(93)}com`,
      name: '🎥'.repeat(120),
      tags: Array.from({ length: 20 }, (_, index) => `${'é'.repeat(38)}${index + 10}`),
      joinedAt: new Date(server.clock.now().getTime() + 30_000).toISOString(),
      lastSeenAt: '1000-01-01T00:00:00.000Z',
    };
    expect(input.email).toHaveLength(254);
    const { addMember } = await other.data<{ addMember: { member: unknown } }>(
      `mutation ($input: AddMemberInput!) {
        addMember(input: $input) { member { email name tags joinedAt lastSeenAt } }
      }`,
      { input },
    );
    expect(addMember.member).toEqual(input);
  });
});

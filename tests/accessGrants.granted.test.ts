import { addMember } from './harness/audience';
import { type Answer, type Client } from './harness/Client';
import { createCollection } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const FIELDS = `id memberId member { id } everything collectionId collection { id } status until reason grantedBy
  createdAt revokedAt version`;

interface Grant extends Record<string, unknown> {
  id: string;
  version: number;
}

describe('free access', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let key: Client;
  let memberId: string;
  let collectionId: string;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    key = await platform.apiKey({ grantAll: true, name: 'Newsroom' });
    memberId = await addMember(key);
    collectionId = (await createCollection(key, 'Baking')).id;
  });
  afterAll(() => server.close());

  const tryGrant = (
    input: Record<string, unknown>,
    client = key,
  ): Promise<Answer<{ grantAccess: { id: string; version: number; grant: Grant } }>> =>
    client.query(
      `mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { id version grant { ${FIELDS} } } }`,
      { input: { memberId, ...input } },
    );
  async function grant(input: Record<string, unknown>, client = key): Promise<Grant> {
    const { data, errors } = await tryGrant(input, client);
    expect(errors).toEqual([]);
    return data.grantAccess.grant;
  }
  const revoke = (input: {
    id: string;
    version: number;
  }): Promise<Answer<{ revokeAccess: { version: number; grant: Grant } }>> =>
    key.query(
      `mutation ($input: RevokeAccessInput!) { revokeAccess(input: $input) { version grant { ${FIELDS} } } }`,
      { input },
    );
  async function list(
    filter: Record<string, unknown> = {},
    sort?: Record<string, unknown>,
  ): Promise<Grant[]> {
    const { accessGrants } = await key.data<{ accessGrants: { nodes: Grant[] } }>(
      `query ($filter: AccessGrantFilter, $sort: AccessGrantSort) {
        accessGrants(filter: $filter, sort: $sort) { nodes { ${FIELDS} } }
      }`,
      { filter, sort },
    );
    return accessGrants.nodes;
  }
  const inDays = (days: number): string =>
    new Date(server.clock.now().getTime() + days * 86_400_000).toISOString();

  it('is given to a collection, with all that was told', async () => {
    const until = inDays(30);
    const granted = await grant({ collectionId, until, reason: ' Press ' });
    expect(granted).toMatchObject({
      memberId,
      member: { id: memberId },
      everything: false,
      collectionId,
      collection: { id: collectionId },
      status: 'ACTIVE',
      until,
      reason: 'Press',
      grantedBy: 'Newsroom',
      revokedAt: null,
      version: 1,
    });
    expect(await list()).toEqual([granted]);
  });

  it('is given to everything without an end, and says which admin gave it', async () => {
    const granted = await grant({ everything: true }, await platform.admin());
    expect(granted).toMatchObject({
      everything: true,
      collectionId: null,
      collection: null,
      until: null,
      reason: null,
      grantedBy: 'Ada Admin',
    });
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['neither a collection nor everything', () => ({}), 'input.collectionId'],
    ['everything: false', () => ({ everything: false }), 'input.collectionId'],
    ['both', () => ({ collectionId, everything: true }), 'input.collectionId'],
    ['an end that is past', () => ({ everything: true, until: inDays(0) }), 'input.until'],
    ['501 characters', () => ({ everything: true, reason: 'x'.repeat(501) }), 'input.reason'],
    ['a bell', () => ({ everything: true, reason: 'x\u0007' }), 'input.reason'],
  ])('is refused for %s', async (_case, input, field) => {
    const { errors } = await tryGrant(input());
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(await list()).toEqual([]);
  });

  it('is refused for a member or a collection of another platform', async () => {
    const theirs = await (await server.platform()).apiKey({ grantAll: true });
    const member = await addMember(theirs);
    const collection = await createCollection(theirs, 'Theirs');
    for (const input of [
      { memberId: member, everything: true },
      { memberId: 'nobody', everything: true },
      { collectionId: collection.id },
      { collectionId: 'none' },
    ]) {
      const { errors } = await tryGrant(input);
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    expect(await list()).toEqual([]);
  });

  it('ends when it is revoked, once', async () => {
    const { id } = await grant({ everything: true });
    server.clock.advance({ minutes: 5 });
    const first = await revoke({ id, version: 1 });
    expect(first.data.revokeAccess.grant).toMatchObject({ status: 'REVOKED', version: 2 });
    expect(first.data.revokeAccess.grant['revokedAt']).not.toBeNull();
    expect(first.data.revokeAccess.version).toBe(2);
    for (const version of [1, 2]) {
      const { errors } = await revoke({ id, version });
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    }
    expect(await list()).toEqual([first.data.revokeAccess.grant]);
  });

  it('is not revoked once it has expired', async () => {
    const { id } = await grant({ everything: true, until: inDays(1) });
    server.clock.advance({ days: 1 });
    const { errors } = await revoke({ id, version: 1 });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'status', current: 'EXPIRED' } }]);
    expect(await list()).toMatchObject([{ id, status: 'EXPIRED', revokedAt: null, version: 1 }]);
  });

  it('is revoked by one of ten at once', async () => {
    const { id } = await grant({ everything: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => revoke({ id, version: 1 })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  it('is listed by what a filter asks for, and in the order asked for', async () => {
    const other = await addMember(key);
    const ids: Record<string, string> = {};
    const put = async (name: string, input: Record<string, unknown>): Promise<void> => {
      ids[name] = (await grant(input)).id;
      server.clock.advance({ hours: 1 });
    };
    const start = inDays(0);
    await put('short', { collectionId, until: inDays(1) });
    await put('endless', { everything: true });
    await put('long', { memberId: other, collectionId, until: inDays(20) });
    await put('revoked', { memberId: other, everything: true, until: inDays(9) });
    await revoke({ id: ids['revoked']!, version: 1 });
    server.clock.advance({ days: 2 });
    const names = async (
      filter: Record<string, unknown>,
      sort?: Record<string, unknown>,
    ): Promise<string[]> =>
      (await list(filter, sort)).map(({ id }) => Object.keys(ids).find((name) => ids[name] === id)!);

    expect(await names({})).toEqual(['revoked', 'long', 'endless', 'short']);
    expect(await names({}, { field: 'UNTIL', direction: 'ASC' })).toEqual([
      'endless',
      'short',
      'revoked',
      'long',
    ]);
    expect(await names({ status: 'ACTIVE' })).toEqual(['long', 'endless']);
    expect(await names({ status: 'EXPIRED' })).toEqual(['short']);
    expect(await names({ status: 'REVOKED' })).toEqual(['revoked']);
    expect(await names({ memberId })).toEqual(['endless', 'short']);
    expect(await names({ collectionId })).toEqual(['long', 'short']);
    expect(await names({ everything: true })).toEqual(['revoked', 'endless']);
    expect(await names({ everything: false, memberId: other })).toEqual(['long']);
    expect(await names({ until: { to: inDays(0) } })).toEqual(['short']);
    expect(await names({ created: { from: start, to: inDays(-2) } })).toHaveLength(4);
    expect(await names({ created: { from: inDays(-2) } })).toEqual([]);
    expect(await names({ memberId: 'nobody' })).toEqual([]);
    expect(await names({ memberId: `${memberId} ` })).toEqual([]);
  });

  it('shows with each member, in as many statements for three members as for one', async () => {
    const others = [await addMember(key), await addMember(key)];
    for (const id of [memberId, ...others]) {
      await grant({ memberId: id, everything: true });
      server.clock.advance({ seconds: 1 });
      const { id: gone } = await grant({ memberId: id, collectionId });
      await revoke({ id: gone, version: 1 });
    }
    const query = `query ($first: Int) { members(first: $first) { nodes { id
      all: accessGrants { nodes { status collection { id } member { id } } }
      active: accessGrants(status: ACTIVE, first: 1) { nodes { status everything } pageInfo { hasNextPage } }
    } } }`;
    const counts: number[] = [];
    for (const first of [1, 3]) {
      const statements = await server.sql.during(async () => {
        const { members } = await key.data<{ members: { nodes: { id: string }[] } }>(query, { first });
        expect(members.nodes).toHaveLength(first);
        for (const member of members.nodes) {
          const { id } = member;
          expect(member).toEqual({
            id,
            all: {
              nodes: [
                { status: 'REVOKED', collection: { id: collectionId }, member: { id } },
                { status: 'ACTIVE', collection: null, member: { id } },
              ],
            },
            active: {
              nodes: [{ status: 'ACTIVE', everything: true }],
              pageInfo: { hasNextPage: false },
            },
          });
        }
      });
      counts.push(statements.filter((statement) => !/api_key/.test(statement)).length);
    }
    expect(counts[1]).toBe(counts[0]);
  });

  it('goes with the member and with the collection, and is never widened', async () => {
    const other = await addMember(key);
    await grant({ collectionId });
    await grant({ everything: true });
    const kept = await grant({ memberId: other, everything: true });
    await grant({ memberId: other, collectionId });
    await key.data('mutation ($id: ID!) { deleteCollection(id: $id) { id } }', { id: collectionId });
    expect((await list()).map((row) => [row['memberId'], row['everything']])).toEqual([
      [other, true],
      [memberId, true],
    ]);
    await key.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });
    expect(await list()).toEqual([kept]);
  });

  it('that a member is given while they are removed does not outlive them', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => addMember(key)));
    await Promise.all(
      ids.flatMap((id) => [
        tryGrant({ memberId: id, everything: true }),
        key.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id }),
      ]),
    );
    expect(await list()).toEqual([]);
  });
});

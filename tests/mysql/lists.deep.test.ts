import { writeCursor } from '../../src/database/cursor';
import { bulkMembers } from '../harness/bulkMembers';
import { type Client } from '../harness/Client';
import { startServer, type TestServer } from '../harness/startServer';

const MEMBERS = 2_000;
const MEMBERS_QUERY = `query ($filter: MemberFilter, $sort: MemberSort, $after: String) {
  members(first: 2, filter: $filter, sort: $sort, after: $after) { nodes { name } }
}`;
const BY_NAME = { field: 'NAME', direction: 'ASC' };
/** After less than half of the members: as many as an engine might rather walk past. */
const PLACE = { value: 'bulk 1399', id: 'z' };

/** What the server runs for a page, and how MariaDB goes about it. MySQL needs no telling. */
describe('a page from deep within a list', () => {
  let server: TestServer;
  let admin: Client;
  let platformId: string;
  let isMariaDb: boolean;

  beforeAll(async () => {
    server = await startServer();
    const platform = await server.platform();
    ({ platformId } = platform.adminPrincipal);
    admin = await platform.admin();
    await bulkMembers(server.database, platformId, MEMBERS, server.clock.now());
    await server.database.reads.query('ANALYZE TABLE members');
    const [row] = await server.database.reads.query<{ version: string }[]>('SELECT VERSION() AS version');
    isMariaDb = /mariadb/i.test(row?.version ?? '');
  });

  afterAll(() => server.close());

  async function statementFor(variables: Record<string, unknown>): Promise<string> {
    const statements = await server.sql.during(() => admin.data(MEMBERS_QUERY, variables));
    return statements.find((text) => text.includes('FROM members')) ?? '';
  }

  it('begins at its place in the index, and reads nothing before it', async () => {
    const after = writeCursor('nameKey ASC', PLACE);
    const { members } = await admin.data<{ members: { nodes: { name: string }[] } }>(MEMBERS_QUERY, {
      sort: BY_NAME,
      after,
    });
    expect(members.nodes.map(({ name }) => name)).toEqual(['Bulk 14', 'Bulk 140']);
    const statement = await statementFor({ sort: BY_NAME, after });
    const values = [platformId, PLACE.value, PLACE.value, PLACE.id];
    const [step] = await server.database.reads.query<{ type: string; key: string }[]>(
      `EXPLAIN ${statement}`,
      values,
    );
    expect(step).toMatchObject({ type: 'range', key: 'ix_members_platformId_nameKey_id' });
  });

  it('begins at a span of what the list is ordered by', async () => {
    const from = server.clock.now().toISOString();
    const statement = await statementFor({ filter: { joined: { from } } });
    expect(statement.includes('FORCE INDEX (ix_members_platformId_joinedAt_id)')).toBe(isMariaDb);
  });

  it.each([
    ['status', { status: 'SUSPENDED' }],
    ['tag', { tag: 'vip' }],
    ['neverSeen', { neverSeen: true }],
  ])('leaves the choice to the engine where the filter %s has an index of its own', async (_, filter) => {
    const after = writeCursor('nameKey ASC', PLACE);
    expect(await statementFor({ filter, sort: BY_NAME, after })).not.toContain('FORCE');
  });

  it('takes the index that holds what is filtered by and the order', async () => {
    const after = writeCursor('joinedAt DESC', { value: server.clock.now(), id: 'z' });
    const statement = await statementFor({ filter: { status: 'ACTIVE' }, after });
    expect(statement.includes('FORCE INDEX (ix_members_platformId_status_joinedAt_id)')).toBe(isMariaDb);
  });
});

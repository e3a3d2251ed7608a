import { type Answer, type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const DAY_MS = 86_400_000;
const LIMIT = 100;

/** As removeMember: the tool whose guardrail these tests run into. */
const remove = (client: Client, id: string): Promise<Answer> =>
  client.query('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id });

describe('a tool that has a guardrail', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let manager: Client;

  beforeAll(async () => {
    server = await startServer();
    // Noon: no test runs across midnight, where the windows change.
    const now = server.clock.now().getTime();
    server.clock.advance({ seconds: (DAY_MS * 1.5 - (now % DAY_MS)) / 1000 });
  });
  beforeEach(async () => {
    platform = await server.platform();
    manager = await platform.apiKey({ scopes: ['MEMBERS_MANAGE'] });
  });
  afterAll(() => server.close());

  async function addMembers(count: number): Promise<string[]> {
    const add = (_: unknown, index: number): Promise<{ id: string }> =>
      server.services.members.add(platform.adminPrincipal, {
        email: `member-${index}@example.com`,
        name: `Member ${index}`,
      });
    const added = await Promise.all(Array.from({ length: count }, add));
    return added.map(({ id }) => id);
  }

  async function usage(): Promise<{ tool: string; used: number; resetsAt: string } | undefined> {
    const admin = await platform.admin();
    const { guardrails } = await admin.data<{
      guardrails: { tool: string; used: number; resetsAt: string }[];
    }>('{ guardrails { tool unit limit window used resetsAt } }');
    return guardrails.find(({ tool }) => tool === 'removeMember');
  }

  function use(members: number): Promise<void> {
    const { guardrails } = server.services;
    return server.database.transaction((transaction) =>
      guardrails.consume(transaction, platform.adminPrincipal, 'removeMember', { members }),
    );
  }

  function nextMidnight(): string {
    return new Date(server.clock.now().setUTCHours(24, 0, 0, 0)).toISOString();
  }

  it('is never used beyond the limit by 200 calls at once, whoever they come from', async () => {
    const ids = await addMembers(200);
    const callers = [manager, await platform.apiKey({ grantAll: true }), await platform.admin()];
    const answers = await Promise.all(ids.map((id, index) => remove(callers[index % 3]!, id)));

    const refused = answers.filter((answer) => answer.errors.length > 0);
    expect(refused).toHaveLength(200 - LIMIT);
    for (const { status, errors } of refused) {
      expect(status).toBe(200);
      expect(errors).toMatchObject([
        {
          path: ['removeMember'],
          extensions: {
            code: 'GUARDRAIL_EXCEEDED',
            tool: 'removeMember',
            unit: 'members',
            limit: LIMIT,
            used: LIMIT,
            resetAt: nextMidnight(),
          },
        },
      ]);
    }
    const left = await platform.apiKey({ scopes: ['MEMBERS_READ'] });
    const page = await left.data<{ members: { nodes: unknown[]; pageInfo: { hasNextPage: boolean } } }>(
      '{ members(first: 100) { nodes { id } pageInfo { hasNextPage } } }',
    );
    expect(page.members.nodes).toHaveLength(200 - LIMIT);
    expect(page.members.pageInfo.hasNextPage).toBe(false);
    expect(await usage()).toEqual({
      tool: 'removeMember',
      unit: 'members',
      limit: LIMIT,
      window: 'DAY',
      used: LIMIT,
      resetsAt: nextMidnight(),
    });
  });

  it('gives back what a failed act has used', async () => {
    const [id] = await addMembers(1);
    await use(LIMIT - 1);
    const absent = '01890000-0000-7000-8000-000000000000';
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { errors } = await remove(manager, absent);
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    expect(await usage()).toMatchObject({ used: LIMIT - 1 });
    expect((await remove(manager, id!)).errors).toEqual([]);
    expect(await usage()).toMatchObject({ used: LIMIT });
  });

  it('can be used again from midnight on, and by other platforms all the time', async () => {
    const [first, second] = await addMembers(2);
    await use(LIMIT);
    const elsewhere = await server.platform();
    const { addMember } = await (
      await elsewhere.apiKey({ grantAll: true })
    ).data<{ addMember: { id: string } }>(
      'mutation { addMember(input: { email: "a@example.com", name: "A" }) { id } }',
    );
    const theirs = await elsewhere.apiKey({ scopes: ['MEMBERS_MANAGE'] });

    expect((await remove(manager, first!)).errors).toHaveLength(1);
    expect((await remove(theirs, addMember.id)).errors).toEqual([]);
    const before = await usage();
    expect(before).toMatchObject({ used: LIMIT });

    server.clock.advance({ hours: 24 });
    expect(await usage()).toMatchObject({ used: 0, resetsAt: nextMidnight() });
    expect((await remove(manager, first!)).errors).toEqual([]);
    expect((await remove(manager, second!)).errors).toEqual([]);
    expect(await usage()).toMatchObject({ used: 2, resetsAt: nextMidnight() });
    const rows = await server.database.reads.query<unknown[]>('SELECT * FROM guardrail_counters');
    expect(rows.length).toBeLessThanOrEqual(4);
  });

  it('is reported with every other guardrail of the schema in one statement, used or not', async () => {
    const admin = await platform.admin();
    let tools: string[] = [];
    const statements = await server.sql.during(async () => {
      const { guardrails } = await admin.data<{ guardrails: { tool: string; used: number }[] }>(
        '{ guardrails { tool used } }',
      );
      tools = guardrails.map(({ tool }) => tool);
      expect(guardrails.every(({ used }) => used === 0)).toBe(true);
    });
    expect(tools).toEqual(expect.arrayContaining(['removeMember', 'deleteVideo']));
    expect(statements.filter((statement) => statement.includes('guardrail_counters'))).toHaveLength(1);
  });
});

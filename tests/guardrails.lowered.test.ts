import { type GuardrailUsage } from '../src/guardrails/GuardrailService';
import { type Client } from './harness/Client';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const DAY_MS = 86_400_000;
const GUARDRAIL = 'tool unit limit shippedLimit window used resetsAt';
const LOWER = `mutation ($limit: Int!) {
  lowerGuardrail(input: { tool: "removeMember", unit: "members", window: DAY, limit: $limit }) {
    guardrail { ${GUARDRAIL} }
  }
}`;
const RESET = `mutation {
  resetGuardrail(input: { tool: "removeMember", unit: "members", window: DAY }) { guardrail { ${GUARDRAIL} } }
}`;

describe('a guardrail that an admin lowers', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let admin: Client;
  let key: Client;

  beforeAll(async () => {
    server = await startServer();
    // Noon: no test runs across midnight, where the windows change.
    const now = server.clock.now().getTime();
    server.clock.advance({ seconds: (DAY_MS * 1.5 - (now % DAY_MS)) / 1000 });
  });
  beforeEach(async () => {
    platform = await server.platform();
    admin = await platform.admin();
    key = await platform.apiKey({ scopes: ['MEMBERS_MANAGE'] });
  });
  afterAll(() => server.close());

  const lower = async (limit: number): Promise<GuardrailUsage> =>
    (await admin.data<{ lowerGuardrail: { guardrail: GuardrailUsage } }>(LOWER, { limit })).lowerGuardrail
      .guardrail;
  const reset = async (): Promise<GuardrailUsage> =>
    (await admin.data<{ resetGuardrail: { guardrail: GuardrailUsage } }>(RESET)).resetGuardrail.guardrail;

  async function shown(from = admin): Promise<GuardrailUsage | undefined> {
    const { guardrails } = await from.data<{ guardrails: GuardrailUsage[] }>(
      `{ guardrails { ${GUARDRAIL} } }`,
    );
    return guardrails.find(({ tool }) => tool === 'removeMember');
  }

  async function addMembers(count: number): Promise<string[]> {
    const added = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        server.services.members.add(platform.adminPrincipal, {
          email: `member-${index}@example.com`,
          name: `Member ${index}`,
        }),
      ),
    );
    return added.map(({ id }) => id);
  }

  /** Removes a member: the limit that was told when it is reached, null when it is done. */
  async function remove(id: string, client = key): Promise<{ limit: unknown; used: unknown } | null> {
    const { errors } = await client.query('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id });
    const [error] = errors;
    if (error === undefined) return null;
    expect(error.extensions.code).toBe('GUARDRAIL_EXCEEDED');
    return { limit: error.extensions.limit, used: error.extensions.used };
  }

  it('holds from the very next call on, for keys that are granted everything as well, until it is put back', async () => {
    const ids = await addMembers(4);
    const everything = await platform.apiKey({ grantAll: true });
    expect(await remove(ids[0]!)).toBeNull();
    expect(await lower(1)).toMatchObject({ limit: 1, shippedLimit: 100, used: 1 });
    expect(await remove(ids[1]!)).toEqual({ limit: 1, used: 1 });
    expect(await remove(ids[1]!, everything)).toEqual({ limit: 1, used: 1 });
    expect(await remove(ids[1]!, admin)).toEqual({ limit: 1, used: 1 });
    expect(await lower(2)).toMatchObject({ limit: 2, used: 1 });
    expect(await remove(ids[1]!)).toBeNull();
    expect(await remove(ids[2]!)).toEqual({ limit: 2, used: 2 });
    expect(await reset()).toMatchObject({ limit: 100, shippedLimit: 100, used: 2 });
    expect(await remove(ids[2]!)).toBeNull();
  });

  it('lets nobody use the tool at 0, also when the window begins anew', async () => {
    const [id] = await addMembers(1);
    await lower(0);
    expect(await remove(id!)).toEqual({ limit: 0, used: 0 });
    server.clock.advance({ hours: 24 });
    // A session does not last that long.
    admin = await platform.admin();
    expect(await remove(id!)).toEqual({ limit: 0, used: 0 });
    await reset();
    expect(await remove(id!)).toBeNull();
  });

  it('stays as counted when it is lowered below what is used', async () => {
    const ids = await addMembers(3);
    for (const id of ids.slice(0, 2)) expect(await remove(id)).toBeNull();
    expect(await lower(1)).toMatchObject({ limit: 1, used: 2 });
    expect(await remove(ids[2]!)).toEqual({ limit: 1, used: 2 });
  });

  it('is never used beyond the lower limit by 200 calls at once', async () => {
    const ids = await addMembers(200);
    await lower(7);
    const answers = await Promise.all(ids.map((id) => remove(id)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(7);
    expect(answers.filter((answer) => answer?.limit === 7 && answer.used === 7)).toHaveLength(193);
    expect(await shown()).toMatchObject({ limit: 7, used: 7 });
  });

  it('holds in every process', async () => {
    const [first, second] = await addMembers(2);
    const other = await startServer({}, server);
    try {
      other.clock.advance({ seconds: (server.clock.now().getTime() - Date.now()) / 1000 });
      await lower(1);
      expect(await remove(first!, key.at(other.address))).toBeNull();
      expect(await remove(second!, key.at(other.address))).toEqual({ limit: 1, used: 1 });
    } finally {
      await other.close();
    }
  });

  it("leaves other platforms' and other tools' as they were", async () => {
    await lower(0);
    const elsewhere = await server.platform();
    expect(await shown(await elsewhere.admin())).toMatchObject({ limit: 100, shippedLimit: 100 });
    const { guardrails } = await admin.data<{ guardrails: GuardrailUsage[] }>(
      '{ guardrails { tool limit shippedLimit } }',
    );
    expect(guardrails.filter(({ limit, shippedLimit }) => limit !== shippedLimit)).toEqual([
      { tool: 'removeMember', limit: 0, shippedLimit: 100 },
    ]);
  });

  it.each<[string, string, string]>([
    ['above what ships', '{ tool: "removeMember", unit: "members", window: DAY, limit: 101 }', 'input.limit'],
    ['below 0', '{ tool: "removeMember", unit: "members", window: DAY, limit: -1 }', 'input.limit'],
    ['on a tool without one', '{ tool: "addMember", unit: "members", window: DAY, limit: 1 }', 'input.tool'],
    ['on another unit', '{ tool: "removeMember", unit: "videos", window: DAY, limit: 1 }', 'input.unit'],
    ['on another window', '{ tool: "removeMember", unit: "members", window: HOUR, limit: 1 }', 'input.unit'],
  ])('is refused %s', async (_case, input, field) => {
    const { errors } = await admin.query(
      `mutation { lowerGuardrail(input: ${input}) { guardrail { tool } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(await shown()).toMatchObject({ limit: 100 });
  });

  it('is told in the audit log, once for each change', async () => {
    await lower(50);
    await lower(50);
    server.clock.advance({ seconds: 1 });
    await lower(60);
    server.clock.advance({ seconds: 1 });
    await reset();
    await reset();
    const { auditLog } = await admin.data<{ auditLog: { nodes: unknown[] } }>(
      `{ auditLog(filter: { targetId: "removeMember/members/DAY" }) {
        nodes { action admin { id } target { name } changes { field before after } }
      } }`,
    );
    const entry = (action: string, before: string, after: string): object => ({
      action,
      admin: { id: platform.adminPrincipal.id },
      target: { name: 'removeMember' },
      changes: [{ field: 'limit', before, after }],
    });
    expect(auditLog.nodes).toEqual([
      entry('GUARDRAIL_RESET', '60', '100'),
      entry('GUARDRAIL_LOWERED', '50', '60'),
      entry('GUARDRAIL_LOWERED', '100', '50'),
    ]);
  });
});

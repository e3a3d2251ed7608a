import { type EntityMetadata } from 'typeorm';
import { readRequirement } from '../directives/requirement';
import { buildSchema } from '../src/schema';
import { type Client } from './harness/Client';
import { populate } from './harness/populate';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';
import { anyValue, callOf, fullCallOf, toolOperations } from './harness/toolOperations';

const { schema } = buildSchema({ production: false });
/** Ends the caller's own session, or changes its password: nothing of another platform's to name. */
const ABOUT_THE_CALLER = new Set(['logout', 'changePassword', 'login']);
const tools = toolOperations(schema)
  .filter(({ name }) => !ABOUT_THE_CALLER.has(name))
  .map((tool): [string, typeof tool] => [tool.name, tool]);
const withIds = tools.filter(([, { field }]) =>
  callOf(field, anyValue).includes(anyValue('ID', 'id') as string),
);

describe("another platform's rows, for every tool of the schema", () => {
  let server: TestServer;
  let theirs: TestPlatform;
  let ids: Map<string, string>;
  let before: string;
  let admin: Client;
  let key: Client;

  beforeAll(async () => {
    server = await startServer();
    theirs = await server.platform();
    await populate(server, theirs);
    ids = await idsOf(server, theirs.id);
    before = await everythingOf(server, theirs.id);
    const ours = await server.platform();
    await populate(server, ours);
    admin = await ours.admin();
    key = await ours.apiKey({ grantAll: true });
  });
  afterAll(async () => {
    const after = await everythingOf(server, theirs.id);
    await server.close();
    expect(after).toBe(before);
  });

  const callerOf = (field: (typeof tools)[number][1]['field']): Client => {
    const reading = readRequirement(field.astNode);
    return 'requirement' in reading && reading.requirement.kind === 'adminOnly' ? admin : key;
  };

  it('has a row of every table to try', () => {
    expect([...ids.keys()]).toEqual(ownedTables(server).map((table) => table.tableName));
  });

  it.each(withIds)('%s answers as if they did not exist', async (_name, { kind, field }) => {
    for (const [table, id] of ids) {
      const absent = id.length === 12 ? 'A'.repeat(12) : (anyValue('ID', 'id') as string);
      const call = (given: string): string =>
        `${kind} { ${fullCallOf(field, (type, name) => (type === 'ID' ? given : anyValue(type, name)))} }`;
      const answer = await callerOf(field).query(call(id));
      const expected = await callerOf(field).query(call(absent));
      const codes = expected.errors.map((error) => error.extensions.code);
      // The comparison says nothing where the look-up is never reached.
      expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
      expect({ table, text: answer.text.replaceAll(id, absent) }).toEqual({ table, text: expected.text });
    }
  });

  it.each(tools)('%s shows none of them', async (_name, { kind, field }) => {
    const answer = await callerOf(field).query(`${kind} { ${fullCallOf(field, anyValue)} }`);
    expect(answer.status).toBe(200);
    for (const id of ids.values()) expect(answer.text).not.toContain(id);
    expect(answer.text).not.toContain(theirs.id);
  });
});

/** Tables whose rows belong to a platform and have an id of their own. */
function ownedTables(server: TestServer): EntityMetadata[] {
  return server.database.reads.dataSource.entityMetadatas
    .filter((entity) => ['id', 'platformId'].every((name) => entity.findColumnWithPropertyName(name)))
    .sort((a, b) => a.tableName.localeCompare(b.tableName));
}

async function idsOf(server: TestServer, platformId: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const table of ownedTables(server)) {
    const row = await server.database.reads
      .getRepository<{ id: string }>(table.target)
      .findOneBy({ platformId } as object);
    if (row !== null) ids.set(table.tableName, row.id);
  }
  return ids;
}

/** All that the database holds of a platform, as text. */
async function everythingOf(server: TestServer, platformId: string): Promise<string> {
  const tables = server.database.reads.dataSource.entityMetadatas.filter((entity) =>
    entity.findColumnWithPropertyName('platformId'),
  );
  const rows: unknown[] = [];
  for (const table of tables) {
    rows.push(
      table.tableName,
      await server.database.reads.getRepository(table.target).findBy({ platformId }),
    );
  }
  // Noted some seconds late, so what populate used may still be on its way.
  return JSON.stringify(rows, (name, value: unknown) => (name === 'lastUsedAt' ? undefined : value));
}

import { bulkMembers } from '../harness/bulkMembers';
import { type Client } from '../harness/Client';
import { wordsOf } from '../harness/searchWords';
import { startServer, type TestServer } from '../harness/startServer';

jest.setTimeout(60_000);

describe('several processes that write the words of the same rows', () => {
  const servers: TestServer[] = [];
  beforeAll(async () => {
    servers.push(await startServer());
    servers.push(await startServer({}, servers[0]), await startServer({}, servers[0]));
  });
  afterAll(async () => {
    for (const server of servers.reverse()) await server.close();
  });

  it('write each word once, and none of a member who is renamed or removed meanwhile', async () => {
    const server = servers[0]!;
    const platform = await server.platform();
    const key: Client = await platform.apiKey({ grantAll: true });
    await bulkMembers(server.database, platform.id, 1_000, server.clock.now());
    const { members } = await key.data<{ members: { nodes: { id: string }[] } }>(
      '{ members(first: 40) { nodes { id } } }',
    );
    const edit = async (): Promise<void> => {
      for (const [index, { id }] of members.nodes.entries()) {
        if (index % 2 === 0) {
          await key.data(
            'mutation ($id: ID!) { updateMember(input: { id: $id, version: 1, name: "Renamed" }) { id } }',
            { id },
          );
        } else await key.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id });
      }
    };
    const drain = async (): Promise<void> => {
      await Promise.all(servers.map(({ searchWorker }) => searchWorker.drain()));
    };
    await Promise.all([drain(), edit()]);
    await drain();
    const { written, expected, staleCount } = await wordsOf(server.database, platform.id);
    expect({ written, staleCount }).toEqual({ written: expected, staleCount: 0 });
    expect(written.filter((entry) => entry.endsWith(' renamed'))).toHaveLength(20);
  });
});

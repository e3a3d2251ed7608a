import { bulkMembers } from '../harness/bulkMembers';
import { type Client } from '../harness/Client';
import { createVideo } from '../harness/library';
import { wordsOf } from '../harness/searchWords';
import { startServer, type TestServer } from '../harness/startServer';

jest.setTimeout(60_000);

it('a row that somebody holds keeps no other from its words', async () => {
  const server = await startServer();
  try {
    const platform = await server.platform();
    const key = await platform.apiKey({ grantAll: true });
    const description = Array.from({ length: 1_100 }, (_, index) => (1_296 + index).toString(36)).join(' ');
    const { id } = await createVideo(key, { title: 'Held', description });
    await createVideo(key, { title: 'Free' });
    await server.database.transaction(async (manager) => {
      await manager.query('UPDATE videos SET version = version WHERE id = ?', [id]);
      await expect(server.searchWorker.drain()).rejects.toThrow(/max_statement_time|no answer/);
    });
    const { written } = await wordsOf(server.database, platform.id);
    expect(written.map((entry) => entry.split(' ')[1])).toEqual(['free']);
  } finally {
    await server.close();
  }
});

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

import { createVideo } from './harness/library';
import { sendTo } from './harness/mailing';
import { startServer, type TestServer } from './harness/startServer';

describe('a member who was removed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is erased with their tags, and nobody else is', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['MEMBERS_READ', 'MEMBERS_MANAGE'] });
    const { gone, stays } = await key.data<Record<'gone' | 'stays', { id: string }>>(`mutation {
      gone: addMember(input: { email: "gone@example.com", name: "Gone Girl", tags: ["erased-tag"] }) { id }
      stays: addMember(input: { email: "stays@example.com", name: "Stays", tags: ["kept-tag"] }) { id }
    }`);
    const remove = 'mutation ($id: ID!) { removeMember(id: $id) { id } }';
    expect(await key.data(remove, gone)).toEqual({ removeMember: gone });

    const left = await key.data(
      `query ($id: ID!) {
        member(id: $id) { id }
        byEmail: member(email: "gone@example.com") { id }
        byTag: members(filter: { tag: "erased-tag" }) { nodes { id } }
        members { nodes { id tags } }
      }`,
      gone,
    );
    expect(left).toEqual({
      member: null,
      byEmail: null,
      byTag: { nodes: [] },
      members: { nodes: [{ id: stays.id, tags: ['kept-tag'] }] },
    });
    const again = await key.query(remove, gone);
    expect(again.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('has left nothing personal in any table, and can be added anew', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ grantAll: true });
    const add = `mutation { addMember(input: {
      email: "Vera@erasure.example", name: "Vera Vanishing", tags: ["vanishing-tag"]
    }) { id } }`;
    const { addMember } = await key.data<{ addMember: { id: string } }>(add);
    const { id: memberId } = addMember;
    const video = await createVideo(key, { title: 'Bread' });
    await server.services.commentWriting.write(
      { platformId: platform.id },
      { videoId: video.id, memberId, text: 'Vanishing words' },
    );
    await key.data(
      `mutation ($grant: GrantAccessInput!, $playback: RecordPlaybackInput!) {
        grantAccess(input: $grant) { id }
        recordPlayback(input: $playback) { accepted }
      }`,
      {
        grant: { memberId, everything: true, reason: 'Vanishing kindness' },
        playback: {
          events: [
            {
              eventId: 'watched',
              videoId: video.id,
              memberId,
              occurredAt: server.clock.now().toISOString(),
              secondsWatched: 60,
            },
          ],
        },
      },
    );
    await sendTo(key, [memberId]);
    await key.data(
      'mutation ($id: ID!) { suspendMember(input: { id: $id, version: 1, reason: "vanishing reason" }) { id } }',
      addMember,
    );
    await key.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', addMember);

    const { reads } = server.database;
    for (const { tableName } of reads.dataSource.entityMetadatas) {
      const rows: unknown = await reads.query(`SELECT * FROM ${tableName}`);
      expect(JSON.stringify(rows)).not.toMatch(/vanish|erasure/i);
      expect(JSON.stringify(rows)).not.toContain(addMember.id);
    }
    const { addMember: anew } = await key.data<{ addMember: { id: string } }>(add);
    expect(anew.id).not.toBe(addMember.id);
  });
});

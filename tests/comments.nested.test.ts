import { type Client } from './harness/Client';
import { addMember, change, createCommunity } from './harness/community';
import { createVideos } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface Thread {
  text: string;
  replies: { nodes: { text: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
interface OfVideo {
  comments: { nodes: Thread[]; pageInfo: Thread['replies']['pageInfo'] };
}

interface OfVideos {
  videos: { nodes: OfVideo[] };
}

describe('comments under videos', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('take as many SQL statements for 8 videos of 8 threads as for 2 of 2', async () => {
    const query = `{ videos(first: 10) { nodes { title comments(first: 10) { nodes {
      text replyCount video { title } member { name tags } parent { id }
      replies(first: 10) { nodes { text video { title } member { name } parent { text } } }
    } } } } }`;
    const counts: number[] = [];
    for (const size of [2, 8]) {
      const { admin, comment } = await createCommunity(server);
      const ids = await createVideos(
        admin,
        Array.from({ length: size }, (_, index) => `Video ${index}`),
      );
      const memberIds = [await addMember(admin, 'Ola'), await addMember(admin, 'Pia')];
      for (const videoId of ids) {
        for (let index = 0; index < size; index += 1) {
          const { id } = await comment(`Thread ${index}`, { videoId, memberId: memberIds[index % 2] ?? '' });
          await comment('Reply', { videoId, replyTo: id });
        }
      }
      let data: OfVideos | undefined;
      const statements = await server.sql.during(async () => {
        data = await admin.data<OfVideos>(query);
      });
      const withComments = data?.videos.nodes.filter(({ comments }) => comments.nodes.length > 0) ?? [];
      expect(withComments.map(({ comments }) => comments.nodes.length)).toEqual(Array(size).fill(size));
      expect(withComments[0]?.comments.nodes[0]?.replies.nodes).toEqual([
        expect.objectContaining({ text: 'Reply', member: { name: 'Noor' } }),
      ]);
      counts.push(statements.filter((statement) => /videos|comments|members/.test(statement)).length);
    }
    expect(counts[0]).toBe(counts[1]);
  });

  it('are the visible threads, the newest first, each with its visible replies, the oldest first', async () => {
    const { admin, videoId, comment } = await createCommunity(server);
    const first = await comment('A');
    const second = await comment('B');
    const third = await comment('C');
    const replies = [];
    for (const text of ['A1', 'A2', 'A3']) replies.push(await comment(text, { replyTo: first.id }));
    await change(admin, 'hideComment', { id: second.id, version: 1 }, 'id');
    await change(admin, 'hideComment', { id: replies[1]?.id, version: 1 }, 'id');
    const told = async (client: Client, status: string): Promise<string[]> => {
      const { video } = await client.data<{ video: { comments: { nodes: Thread[] } } }>(
        `query ($id: ID) { video(id: $id) {
          comments${status} { nodes { text replyCount replies${status} { nodes { text } } } }
        } }`,
        { id: videoId },
      );
      return video.comments.nodes.map(
        ({ text, replies: { nodes } }) => `${text}:${nodes.map((reply) => reply.text).join('')}`,
      );
    };
    expect(await told(admin, '')).toEqual(['C:', 'A:A1A3']);
    expect(await told(admin, '(status: null)')).toEqual(['C:', 'B:', 'A:A1A2A3']);
    expect(await told(admin, '(status: HIDDEN)')).toEqual(['B:']);
    const { comments } = await admin.data<{ comments: { nodes: unknown[] } }>(
      '{ comments(filter: { isReply: false }) { nodes { id replyCount } } }',
    );
    expect(comments.nodes).toEqual([
      { id: third.id, replyCount: 0 },
      { id: second.id, replyCount: 0 },
      { id: first.id, replyCount: 2 },
    ]);
  });

  it('are paged', async () => {
    const { admin, videoId, comment } = await createCommunity(server);
    let parent = '';
    for (const text of ['A', 'B', 'C', 'D', 'E']) parent = (await comment(text)).id;
    for (const text of ['1', '2', '3']) await comment(text, { replyTo: parent });
    const page = 'nodes { text } pageInfo { hasNextPage endCursor }';
    const walk = async (
      selection: string,
      listOf: (video: OfVideo) => Thread['replies'] | undefined,
    ): Promise<string[]> => {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const data: { video: OfVideo } = await admin.data<{ video: OfVideo }>(
          `query ($id: ID, $after: String) { video(id: $id) { ${selection} } }`,
          { id: videoId, after },
        );
        const list = listOf(data.video);
        found.push((list?.nodes ?? []).map(({ text }) => text).join(''));
        if (list?.pageInfo.hasNextPage !== true) return found;
        after = list.pageInfo.endCursor;
      }
    };
    const threads = await walk(`comments(first: 2, after: $after) { ${page} }`, ({ comments }) => comments);
    expect(threads).toEqual(['ED', 'CB', 'A']);
    const replies = await walk(
      `comments(first: 1) { nodes { replies(first: 2, after: $after) { ${page} } } }`,
      ({ comments }) => comments.nodes[0]?.replies,
    );
    expect(replies).toEqual(['12', '3']);
  });
});

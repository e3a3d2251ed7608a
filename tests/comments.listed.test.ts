import { type Client } from './harness/Client';
import { addMember, change, type Community, createCommunity } from './harness/community';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface Listed {
  comments: { nodes: { text: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe('comments', () => {
  let server: TestServer;
  let community: Community;
  let reader: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    community = await createCommunity(server);
    reader = await community.platform.apiKey({ scopes: ['COMMENTS_READ'] });
  });
  afterAll(() => server.close());

  const texts = async (variables: Record<string, unknown> = {}): Promise<string[]> => {
    const { comments } = await reader.data<Listed>(
      `query ($filter: CommentFilter, $sort: CommentSort) {
        comments(filter: $filter, sort: $sort) { nodes { text } }
      }`,
      variables,
    );
    return comments.nodes.map(({ text }) => text);
  };

  it('are listed with their replies, newest first unless asked otherwise, in pages', async () => {
    const { id } = await community.comment('One');
    await community.comment('Two');
    await community.comment('Three', { replyTo: id });
    expect(await texts()).toEqual(['Three', 'Two', 'One']);
    const sort = { field: 'CREATED_AT', direction: 'ASC' };
    expect(await texts({ sort })).toEqual(['One', 'Two', 'Three']);
    const found: string[] = [];
    for (let after: string | null = null; ;) {
      const { comments }: Listed = await reader.data<Listed>(
        `query ($after: String) {
          comments(first: 2, after: $after) { nodes { text } pageInfo { hasNextPage endCursor } }
        }`,
        { after },
      );
      found.push(comments.nodes.map(({ text }) => text).join(' '));
      if (!comments.pageInfo.hasNextPage) break;
      after = comments.pageInfo.endCursor;
    }
    expect(found).toEqual(['Three Two', 'One']);
  });

  it('are narrowed to a video, a member, a status, a span of time, and to replies', async () => {
    const { admin, videoId, memberId, comment } = community;
    const other = { memberId: await addMember(admin, 'Ola') };
    const { id: otherVideoId } = await createVideo(admin, { title: 'Rye' });
    const first = await comment('First');
    await comment('Reply', { ...other, replyTo: first.id });
    const hidden = await comment('Spam', other);
    await change(admin, 'hideComment', { id: hidden.id, version: 1 }, 'id');
    await comment('On rye', { videoId: otherVideoId });
    const filters: [Record<string, unknown>, string[]][] = [
      [{ videoId }, ['Spam', 'Reply', 'First']],
      [{ videoId: otherVideoId }, ['On rye']],
      [{ memberId }, ['On rye', 'First']],
      [{ ...other, videoId }, ['Spam', 'Reply']],
      [{ status: 'HIDDEN' }, ['Spam']],
      [{ status: 'VISIBLE' }, ['On rye', 'Reply', 'First']],
      [{ isReply: true }, ['Reply']],
      [{ isReply: false, videoId }, ['Spam', 'First']],
      [{ created: { from: hidden.createdAt.toISOString() } }, ['On rye', 'Spam']],
      [{ created: { to: hidden.createdAt.toISOString() } }, ['Reply', 'First']],
      [{ videoId: `${videoId} ` }, []],
      [{ memberId: '' }, []],
    ];
    for (const [filter, expected] of filters) {
      expect({ filter, found: await texts({ filter }) }).toEqual({ filter, found: expected });
    }
  });

  it('tell everything about themselves', async () => {
    const scopes = ['COMMENTS_READ', 'VIDEOS_READ', 'MEMBERS_READ'];
    const client = await community.platform.apiKey({ scopes });
    const { id } = await community.comment('How warm?\nAnd how long?');
    await community.comment('I wonder, too', { replyTo: id });
    const { comments } = await client.data<{ comments: { nodes: object[] } }>(`{ comments { nodes {
      text status hiddenAt hiddenReason videoId memberId authorName replyCount version
      video { title } member { name } parent { id }
    } } }`);
    const common = {
      status: 'VISIBLE',
      hiddenAt: null,
      hiddenReason: null,
      videoId: community.videoId,
      memberId: community.memberId,
      authorName: null,
      version: 1,
      video: { title: 'Sourdough' },
      member: { name: 'Noor' },
    };
    expect(comments.nodes).toEqual([
      { ...common, text: 'I wonder, too', replyCount: 0, parent: { id } },
      { ...common, text: 'How warm?\nAnd how long?', replyCount: 1, parent: null },
    ]);
  });

  it('do not show their video or who wrote them to a key that may not read those', async () => {
    await community.comment('Hello');
    for (const [selection, scope] of [
      ['video { id }', 'VIDEOS_READ'],
      ['member { name }', 'MEMBERS_READ'],
    ]) {
      const answer = await reader.query(`{ comments { nodes { ${selection} } } }`);
      expect(answer).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: 'FORBIDDEN', missingScopes: [scope] } }],
      });
    }
    const videos = await community.platform.apiKey({ scopes: ['VIDEOS_READ'] });
    const answer = await videos.query('{ videos { nodes { comments { nodes { text } } } } }');
    expect(answer).toMatchObject({
      status: 403,
      errors: [{ extensions: { missingScopes: ['COMMENTS_READ'] } }],
    });
  });

  it('are away while their video is in the trash', async () => {
    const { admin, videoId, comment } = community;
    const { id } = await comment('Wait for me');
    await admin.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videoId });
    expect(await texts()).toEqual([]);
    expect(await texts({ filter: { videoId } })).toEqual([]);
    await expect(comment('Too late')).rejects.toThrow('Video');
    for (const attempt of [
      `replyToComment(input: { commentId: "${id}", text: "Hi" })`,
      `hideComment(input: { id: "${id}", version: 1 })`,
      `unhideComment(input: { id: "${id}", version: 1 })`,
      `deleteComment(id: "${id}")`,
    ]) {
      const { errors } = await admin.query(`mutation { ${attempt} { id } }`);
      expect({ attempt, errors }).toMatchObject({
        attempt,
        errors: [{ extensions: { code: 'NOT_FOUND', id } }],
      });
    }
    await admin.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id: videoId });
    expect(await texts()).toEqual(['Wait for me']);
  });
});

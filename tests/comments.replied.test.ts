import { type Client } from './harness/Client';
import { addMember, change, type Community, createCommunity, refusal } from './harness/community';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

interface Replied {
  id: string;
  version: number;
}

describe('a comment that is answered', () => {
  let server: TestServer;
  let community: Community;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    community = await createCommunity(server);
    key = await community.platform.apiKey({ scopes: ['COMMENTS_REPLY'] });
  });
  afterAll(() => server.close());

  const reply = (commentId: string, more: Record<string, unknown> = {}): Promise<Replied> => {
    server.clock.advance({ seconds: 1 });
    return change(key, 'replyToComment', { commentId, text: 'At 24 degrees.', ...more }, 'id version');
  };
  const thread = async (): Promise<unknown> => {
    const { video } = await community.admin.data<{ video: { comments: { nodes: unknown[] } } }>(
      `query ($id: ID) { video(id: $id) { comments(status: null) { nodes {
        id replies { nodes { id text authorName memberId parent { id } } }
      } } } }`,
      { id: community.videoId },
    );
    return video.comments.nodes;
  };

  it("has a reply under the platform's name, or the one that is given", async () => {
    const { id } = await community.comment('How warm?');
    const { platform } = await community.admin.data<{ platform: { name: string } }>('{ platform { name } }');
    const one = await reply(id);
    expect(one).toEqual({ id: expect.any(String) as string, version: 1 });
    const two = await reply(id, { text: ' Or 25.\nNot more. ', authorName: ' Sigrid, baker ' });
    const common = { memberId: null, parent: { id } };
    expect(await thread()).toEqual([
      {
        id,
        replies: {
          nodes: [
            { ...common, id: one.id, text: 'At 24 degrees.', authorName: platform.name },
            { ...common, id: two.id, text: 'Or 25.\nNot more.', authorName: 'Sigrid, baker' },
          ],
        },
      },
    ]);
  });

  it('has the reply to a reply in the same thread', async () => {
    const { id } = await community.comment('How warm?');
    const inThread = await community.comment('I wonder, too', { replyTo: id });
    const answer = await reply(inThread.id);
    const further = await community.comment('Thanks', { replyTo: answer.id });
    expect(await thread()).toMatchObject([
      { id, replies: { nodes: [{ id: inThread.id }, { id: answer.id }, { id: further.id }] } },
    ]);
  });

  it('was neither hidden nor deleted, nor was its thread', async () => {
    const { admin, comment } = community;
    const root = await comment('How warm?');
    const inThread = await comment('I wonder, too', { replyTo: root.id });
    await change(admin, 'hideComment', { id: root.id, version: 1 }, 'id');
    for (const { id: commentId } of [root, inThread]) {
      expect(await refusal(key, 'replyToComment', { commentId, text: 'Hi' })).toMatchObject({
        code: 'CONFLICT',
        field: 'status',
        current: 'HIDDEN',
      });
      await expect(comment('Hi', { replyTo: commentId })).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    await change(admin, 'unhideComment', { id: root.id, version: 2 }, 'id');
    await change(admin, 'hideComment', { id: inThread.id, version: 1 }, 'id');
    expect(await refusal(key, 'replyToComment', { commentId: inThread.id, text: 'Hi' })).toMatchObject({
      code: 'CONFLICT',
    });
    await reply(root.id);
    await admin.data('mutation ($id: ID!) { deleteComment(id: $id) { id } }', { id: root.id });
    for (const { id: commentId } of [root, inThread]) {
      expect(await refusal(key, 'replyToComment', { commentId, text: 'Hi' })).toMatchObject({
        code: 'NOT_FOUND',
        id: commentId,
      });
      await expect(comment('Hi', { replyTo: commentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it.each([
    ['an empty text', { text: ' \n ' }, 'input.text'],
    ['2,001 characters', { text: 'x'.repeat(2_001) }, 'input.text'],
    ['a bell', { text: 'ding\u0007' }, 'input.text'],
    ['an empty name', { authorName: ' ' }, 'input.authorName'],
    ['a name of 121 characters', { authorName: 'x'.repeat(121) }, 'input.authorName'],
    ['a name of two lines', { authorName: 'Ada\nLovelace' }, 'input.authorName'],
  ])('is refused %s', async (_case, given, field) => {
    const { id: commentId } = await community.comment('How warm?');
    const refused = await refusal(key, 'replyToComment', { commentId, text: 'Hi', ...given });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(await thread()).toEqual([{ id: commentId, replies: { nodes: [] } }]);
  });

  it('never loses its thread to a delete at the same time', async () => {
    const { admin, comment } = community;
    for (let round = 0; round < 5; round += 1) {
      const { id } = await comment(`Round ${round}`);
      await Promise.all([
        key.query('mutation ($id: ID!) { replyToComment(input: { commentId: $id, text: "Hi" }) { id } }', {
          id,
        }),
        admin.data('mutation ($id: ID!) { deleteComment(id: $id) { id } }', { id }),
      ]);
    }
    const { comments } = await admin.data<{ comments: { nodes: unknown[] } }>(
      '{ comments { nodes { id } } }',
    );
    expect(comments.nodes).toEqual([]);
  });
});

describe('what a member writes', () => {
  let server: TestServer;
  let community: Community;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    community = await createCommunity(server);
  });
  afterAll(() => server.close());

  it('shows that they were there', async () => {
    const { admin, memberId, comment } = community;
    const { createdAt } = await comment('Hello');
    const { member } = await admin.data<{ member: unknown }>(
      'query ($id: ID) { member(id: $id) { lastSeenAt version } }',
      { id: memberId },
    );
    expect(member).toEqual({ lastSeenAt: createdAt.toISOString(), version: 1 });
  });

  it('is refused of the suspended, of strangers, elsewhere, and beside the thread', async () => {
    const { admin, memberId, comment } = community;
    const other = await createCommunity(server);
    const { id: otherVideoId } = await createVideo(admin, { title: 'Rye' });
    const { id: replyTo } = await comment('Hello');
    const elsewhere = await other.comment('Hello');
    await expect(comment('Hi', { memberId: other.memberId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(comment('Hi', { videoId: other.videoId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(comment('Hi', { replyTo: elsewhere.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(comment('Hi', { replyTo, videoId: otherVideoId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(comment(' ')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const suspended = await addMember(admin, 'Mallory');
    await change(admin, 'suspendMember', { id: suspended, version: 1 }, 'id');
    await expect(comment('Hi', { memberId: suspended })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { current: 'SUSPENDED' },
    });
    const { comments } = await admin.data<{ comments: { nodes: unknown[] } }>(
      '{ comments { nodes { text memberId } } }',
    );
    expect(comments.nodes).toEqual([{ text: 'Hello', memberId }]);
  });
});

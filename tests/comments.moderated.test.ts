import { type Client } from './harness/Client';
import { change, type Community, createCommunity, refusal } from './harness/community';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS = 'text status hiddenAt hiddenReason version';

describe('a comment that is moderated', () => {
  let server: TestServer;
  let community: Community;
  let key: Client;
  let id: string;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    community = await createCommunity(server);
    key = await community.platform.apiKey({ scopes: ['COMMENTS_READ', 'COMMENTS_MODERATE'] });
    ({ id } = await community.comment('Buy my pills'));
  });
  afterAll(() => server.close());

  const read = async (): Promise<unknown[]> =>
    (await key.data<{ comments: { nodes: unknown[] } }>(`{ comments { nodes { ${FIELDS} } } }`)).comments
      .nodes;
  const remove = (comment: string): ReturnType<Client['query']> =>
    key.query('mutation ($id: ID!) { deleteComment(id: $id) { id } }', { id: comment });

  it('tells since when and why it is hidden, until it is shown again', async () => {
    const input = { id, version: 1, reason: ' Spam.\nTwice. ' };
    const hidden = {
      text: 'Buy my pills',
      status: 'HIDDEN',
      hiddenAt: expect.stringMatching(/Z$/) as string,
      hiddenReason: 'Spam.\nTwice.',
      version: 2,
    };
    expect(await change(key, 'hideComment', input, `id version comment { ${FIELDS} }`)).toEqual({
      id,
      version: 2,
      comment: hidden,
    });
    expect(await read()).toEqual([hidden]);
    const visible = { ...hidden, status: 'VISIBLE', hiddenAt: null, hiddenReason: null, version: 3 };
    expect(
      await change(key, 'unhideComment', { id, version: 2 }, `id version comment { ${FIELDS} }`),
    ).toEqual({ id, version: 3, comment: visible });
    expect(await read()).toEqual([visible]);
  });

  it.each([[undefined], [null], [''], ['  ']])('needs no reason: %j', async (reason) => {
    await change(key, 'hideComment', { id, version: 1, reason }, 'id');
    expect(await read()).toMatchObject([{ status: 'HIDDEN', hiddenReason: null }]);
  });

  it('can not be hidden or shown twice, and keeps the first reason', async () => {
    expect(await refusal(key, 'unhideComment', { id, version: 1 })).toMatchObject({
      code: 'CONFLICT',
      field: 'status',
      current: 'VISIBLE',
    });
    await change(key, 'hideComment', { id, version: 1, reason: 'Spam' }, 'id');
    expect(await refusal(key, 'hideComment', { id, version: 2, reason: 'Rude' })).toMatchObject({
      code: 'CONFLICT',
      field: 'status',
      current: 'HIDDEN',
    });
    for (const tool of ['hideComment', 'unhideComment']) {
      expect(await refusal(key, tool, { id, version: 1 })).toMatchObject({
        code: 'CONFLICT',
        field: 'version',
        current: 2,
      });
    }
    expect(await read()).toMatchObject([{ hiddenReason: 'Spam', version: 2 }]);
  });

  it('is hidden once by ten at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        key.query('mutation ($input: HideCommentInput!) { hideComment(input: $input) { id } }', {
          input: { id, version: 1, reason: `Reason ${index}` },
        }),
      ),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await read()).toMatchObject([{ version: 2 }]);
  });

  it('is deleted for good, with the replies to it and nothing else', async () => {
    await community.comment('Stop it', { replyTo: id });
    const stays = await community.comment('Nice loaf');
    const reply = await community.comment('Thanks', { replyTo: stays.id });
    expect((await remove(id)).data).toEqual({ deleteComment: { id } });
    expect(await read()).toMatchObject([{ text: 'Thanks' }, { text: 'Nice loaf' }]);
    expect((await remove(id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', id } }]);
    await remove(reply.id);
    expect(await read()).toMatchObject([{ text: 'Nice loaf' }]);
  });

  it('is refused a reason that is too long, and an id that is none', async () => {
    const reason = 'x'.repeat(501);
    expect(await refusal(key, 'hideComment', { id, version: 1, reason })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.reason',
    });
    for (const tool of ['hideComment', 'unhideComment']) {
      expect(await refusal(key, tool, { id: `${id} `, version: 1 })).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await remove('x')).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(await read()).toMatchObject([{ status: 'VISIBLE', version: 1 }]);
  });
});

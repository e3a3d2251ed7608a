import { addMember, type Community, createCommunity } from './harness/community';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

describe('comments that nobody may keep', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  /** Whatever is in the table, seen or unseen. */
  const texts = async ({ platform }: Community): Promise<string[]> => {
    const rows = await server.database.reads.query<{ text: string }[]>(
      'SELECT text FROM comments WHERE platformId = ? ORDER BY id',
      [platform.id],
    );
    return rows.map(({ text }) => text);
  };

  it('go with the member who wrote them, and so do the replies to them', async () => {
    const community = await createCommunity(server);
    const { admin, memberId, comment } = community;
    const other = await addMember(admin, 'Ola');
    const theirs = await comment('Theirs');
    await comment('Hello Noor', { memberId: other, replyTo: theirs.id });
    const stays = await comment('Stays', { memberId: other });
    await comment('Their reply', { replyTo: stays.id });
    await comment('Own reply', { memberId: other, replyTo: stays.id });
    await admin.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });
    expect(await texts(community)).toEqual(['Stays', 'Own reply']);
    await expect(comment('From beyond')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('go with the member even while they are still writing', async () => {
    const community = await createCommunity(server);
    const { admin, memberId, comment } = community;
    const { id: replyTo } = await comment('First', { memberId: await addMember(admin, 'Ola') });
    const writing = Array.from({ length: 8 }, (_, index) =>
      comment(`Late ${index}`, index % 2 === 0 ? { replyTo } : {}).catch(() => undefined),
    );
    await admin.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });
    await Promise.all(writing);
    expect(await texts(community)).toEqual(['First']);
  });

  it('go with the video when its days in the trash are over', async () => {
    const community = await createCommunity(server);
    const { admin, videoId, comment } = community;
    const { id: stays } = await createVideo(admin, { title: 'Stays' });
    const { id: replyTo } = await comment('Gone');
    await comment('Gone, too', { replyTo });
    await comment('Stays', { videoId: stays });
    const remove = 'mutation ($id: ID!) { deleteVideo(id: $id) { id } }';
    await admin.data(remove, { id: videoId });
    expect(await texts(community)).toHaveLength(3);
    server.clock.advance({ days: 31 });
    const later = await community.platform.admin();
    const { id } = await createVideo(later, { title: 'Another' });
    await later.data(remove, { id });
    expect(await texts(community)).toEqual(['Stays']);
  });
});

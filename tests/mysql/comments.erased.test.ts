import { Comment } from '../../src/comments/Comment';
import { addMember, createCommunity } from '../harness/community';
import { startServer, type TestServer } from '../harness/startServer';

describe('the comments of a member who is removed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('go without waiting for anybody else’s', async () => {
    const { admin, memberId, comment } = await createCommunity(server);
    const other = await addMember(admin, 'Ola');
    const theirs = await comment('Theirs');
    await comment('Hello Noor', { memberId: other, replyTo: theirs.id });
    for (let index = 0; index < 200; index += 1) await comment(`Not theirs ${index}`, { memberId: other });
    const { id } = await comment('Being hidden', { memberId: other });
    await server.database.reads.query('ANALYZE TABLE comments');
    await server.database.transaction(async (manager) => {
      await manager.update(Comment, { id }, { status: 'HIDDEN' });
      // While that row is locked.
      await admin.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: memberId });
    });
    const [left] = await server.database.reads.query<{ count: unknown }[]>(
      'SELECT COUNT(*) AS count FROM comments',
    );
    expect(Number(left?.count)).toBe(201);
  });
});

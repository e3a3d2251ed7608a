import { type RowQuery } from '../../src/database/RowQuery';
import { Video } from '../../src/videos/Video';
import { createVideo } from '../harness/library';
import { startServer } from '../harness/startServer';

it('a read that several share makes its views as of the moment when it begins, not when the first of them came', async () => {
  const server = await startServer();
  try {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const { id } = await createVideo(client, { title: 'Shared' });
    let moment = 'before';
    const views = (): RowQuery<Video> =>
      server.database
        .rows(Video, 'video')
        .where('video.id = :id', { id })
        .view(() => {
          const seenAt = moment;
          return (row) => Object.assign(row, { seenAt });
        });
    const early = views().first();
    const waiting = views().first();
    moment = 'after';
    const late = views().first();
    expect(await early).toMatchObject({ seenAt: 'before' });
    for (const row of await Promise.all([waiting, late])) expect(row).toMatchObject({ seenAt: 'after' });
  } finally {
    await server.close();
  }
});

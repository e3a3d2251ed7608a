import { type Client } from './harness/Client';
import { createCollection, createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const HOUR_MS = 60 * 60 * 1000;

describe('a video that is published', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    editor = await (await server.platform()).apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  const publish = (variables: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($id: ID!, $version: Int!, $at: DateTime) {
        publishVideo(id: $id, version: $version, scheduledAt: $at) {
          id version video { status publishedAt scheduledAt version }
        }
      }`,
      variables,
    );
  const unpublish = (variables: Record<string, unknown>): ReturnType<Client['query']> =>
    editor.query(
      `mutation ($id: ID!, $version: Int!) {
        unpublishVideo(id: $id, version: $version) { version video { status publishedAt scheduledAt } }
      }`,
      variables,
    );
  const inHours = (hours: number): string =>
    new Date(server.clock.now().getTime() + hours * HOUR_MS).toISOString();

  it('is published now, keeps its time when it is published again, and can become a draft', async () => {
    const { id } = await createVideo(editor, { title: 'Now' });
    const before = server.clock.now().toISOString();
    const { publishVideo } = (await publish({ id, version: 1 })).data as {
      publishVideo: { video: { publishedAt: string; status: string; scheduledAt: null } };
    };
    expect(publishVideo.video).toMatchObject({ status: 'PUBLISHED', scheduledAt: null, version: 2 });
    const { publishedAt } = publishVideo.video;
    expect(publishedAt >= before && publishedAt <= server.clock.now().toISOString()).toBe(true);
    server.clock.advance({ hours: 1 });
    expect((await publish({ id, version: 2 })).data).toMatchObject({
      publishVideo: { version: 3, video: { publishedAt } },
    });
    expect((await publish({ id, version: 3, at: inHours(1) })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', field: 'status' } },
    ]);
    expect((await unpublish({ id, version: 3 })).data).toEqual({
      unpublishVideo: { version: 4, video: { status: 'DRAFT', publishedAt: null, scheduledAt: null } },
    });
  });

  it('is refused at a version that has passed', async () => {
    const { id } = await createVideo(editor, { title: 'Stale' });
    await publish({ id, version: 1 });
    for (const answer of [await publish({ id, version: 1 }), await unpublish({ id, version: 1 })]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'version' } }]);
    }
  });

  it('appears at its time in every read, without anything being done', async () => {
    const { id } = await createVideo(editor, { title: 'Premiere' });
    await createVideo(editor, { title: 'Draft' });
    const collection = await createCollection(editor, 'Shelf', [id]);
    const at = inHours(2);
    expect((await publish({ id, version: 1, at })).data).toMatchObject({
      publishVideo: { video: { status: 'SCHEDULED', publishedAt: null, scheduledAt: at } },
    });
    const reads = (): Promise<unknown> =>
      editor.data(
        `query ($id: ID!, $collection: ID!, $to: DateTime) {
          video(id: $id) { status publishedAt scheduledAt version }
          scheduled: videos(filter: { status: SCHEDULED }) { nodes { title status } }
          published: videos(filter: { status: PUBLISHED }) { nodes { title status } }
          since: videos(filter: { published: { to: $to } }) { nodes { title } }
          drafts: videos(filter: { status: DRAFT }) { nodes { title status } }
          collection(id: $collection) { videos { nodes { status } } }
        }`,
        { id, collection: collection.id, to: '2999-01-01T00:00:00.000Z' },
      );
    const drafts = { nodes: [{ title: 'Draft', status: 'DRAFT' }] };
    expect(await reads()).toEqual({
      video: { status: 'SCHEDULED', publishedAt: null, scheduledAt: at, version: 2 },
      scheduled: { nodes: [{ title: 'Premiere', status: 'SCHEDULED' }] },
      published: { nodes: [] },
      since: { nodes: [] },
      drafts,
      collection: { videos: { nodes: [{ status: 'SCHEDULED' }] } },
    });
    server.clock.advance({ hours: 2 });
    expect(await reads()).toEqual({
      video: { status: 'PUBLISHED', publishedAt: at, scheduledAt: null, version: 2 },
      scheduled: { nodes: [] },
      published: { nodes: [{ title: 'Premiere', status: 'PUBLISHED' }] },
      since: { nodes: [{ title: 'Premiere' }] },
      drafts,
      collection: { videos: { nodes: [{ status: 'PUBLISHED' }] } },
    });
  });

  it('can be rescheduled, published early and taken back before its time', async () => {
    const { id } = await createVideo(editor, { title: 'Moved' });
    await publish({ id, version: 1, at: inHours(1) });
    const later = inHours(3);
    expect((await publish({ id, version: 2, at: later })).data).toMatchObject({
      publishVideo: { video: { status: 'SCHEDULED', scheduledAt: later } },
    });
    expect((await unpublish({ id, version: 3 })).data).toMatchObject({
      unpublishVideo: { video: { status: 'DRAFT', scheduledAt: null } },
    });
    await publish({ id, version: 4, at: later });
    expect((await publish({ id, version: 5 })).data).toMatchObject({
      publishVideo: { video: { status: 'PUBLISHED', scheduledAt: null } },
    });
  });

  it.each([
    ['the past', -1],
    ['more than five years ahead', 24 * 366 * 5],
  ])('can not be scheduled for %s', async (_name, hours) => {
    const { id } = await createVideo(editor, { title: 'Never' });
    expect((await publish({ id, version: 1, at: inHours(hours) })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'scheduledAt' } },
    ]);
  });
});

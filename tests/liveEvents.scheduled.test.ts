import { type Answer, type Client } from './harness/Client';
import { createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const FIELDS = `id title slug description status startsAt endsAt durationMinutes visibility streamUrl coverUrl
  canceledAt cancellationReason version`;
const NOWHERE = '01890000-0000-7000-8000-000000000000';
const notFound = [{ extensions: { code: 'NOT_FOUND' } }];

interface Event extends Written {
  status: string;
  startsAt: string;
  endsAt: string;
  durationMinutes: number;
  [field: string]: unknown;
}

describe('a live event', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    editor = await platform.apiKey({ scopes: ['LIVE_EVENTS_READ', 'LIVE_EVENTS_WRITE'] });
  });
  afterAll(() => server.close());

  const inMinutes = (minutes: number): string =>
    new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
  const schedule = (input: Record<string, unknown>): Promise<Answer<{ scheduleLiveEvent: Written }>> =>
    editor.query(
      'mutation ($input: ScheduleLiveEventInput!) { scheduleLiveEvent(input: $input) { id version } }',
      { input: { title: 'Event', startsAt: inMinutes(60), ...input } },
    );
  const scheduled = async (input: Record<string, unknown> = {}): Promise<string> => {
    const { data, errors } = await schedule(input);
    expect(errors).toEqual([]);
    return data.scheduleLiveEvent.id;
  };
  const update = (
    input: Record<string, unknown>,
  ): Promise<Answer<{ updateLiveEvent: { liveEvent: Event } }>> =>
    editor.query(
      `mutation ($input: UpdateLiveEventInput!) { updateLiveEvent(input: $input) { id version liveEvent { ${FIELDS} } } }`,
      { input },
    );
  const cancel = (
    input: Record<string, unknown>,
  ): Promise<Answer<{ cancelLiveEvent: { liveEvent: Event } }>> =>
    editor.query(
      `mutation ($input: CancelLiveEventInput!) { cancelLiveEvent(input: $input) { id version liveEvent { ${FIELDS} } } }`,
      { input },
    );
  const find = async (id: string): Promise<Event> => {
    const { liveEvent } = await editor.data<{ liveEvent: Event }>(
      `query ($id: ID) { liveEvent(id: $id) { ${FIELDS} } }`,
      { id },
    );
    return liveEvent;
  };
  const conflict = (current: string): object[] => [
    { extensions: { code: 'CONFLICT', field: 'status', current } },
  ];

  it('is scheduled, found, edited and canceled', async () => {
    const startsAt = inMinutes(120);
    const input = {
      title: 'Pão ao vivo',
      description: 'Bring\nflour',
      startsAt,
      durationMinutes: 90,
      visibility: 'PUBLIC',
      streamUrl: 'https://live.example.com/pao.m3u8',
      coverUrl: 'https://example.com/pao.jpg',
    };
    const { scheduleLiveEvent: created } = await editor.data<{ scheduleLiveEvent: Written }>(
      `mutation ($input: ScheduleLiveEventInput!) {
        scheduleLiveEvent(input: $input) { id version liveEvent { ${FIELDS} } }
      }`,
      { input },
    );
    const { id } = created;
    const event = {
      ...input,
      id,
      slug: 'pao-ao-vivo',
      status: 'SCHEDULED',
      endsAt: new Date(Date.parse(startsAt) + 90 * 60_000).toISOString(),
      canceledAt: null,
      cancellationReason: null,
      version: 1,
    };
    expect(created).toEqual({ id, version: 1, liveEvent: event });
    expect(await editor.data('{ liveEvent(slug: "pao-ao-vivo") { id } }')).toEqual({ liveEvent: { id } });
    const moved = inMinutes(300);
    const edited = await update({ id, version: 1, startsAt: moved, streamUrl: null, title: 'Bread live' });
    const changed = {
      ...event,
      title: 'Bread live',
      startsAt: moved,
      endsAt: new Date(Date.parse(moved) + 90 * 60_000).toISOString(),
      streamUrl: null,
      version: 2,
    };
    expect(edited.data).toEqual({ updateLiveEvent: { id, version: 2, liveEvent: changed } });
    const off = await cancel({ id, version: 2, reason: ' The oven broke ' });
    const { canceledAt } = off.data.cancelLiveEvent.liveEvent;
    const canceled = {
      ...changed,
      status: 'CANCELED',
      canceledAt,
      cancellationReason: 'The oven broke',
      version: 3,
    };
    expect(off.data).toEqual({ cancelLiveEvent: { id, version: 3, liveEvent: canceled } });
    expect(Math.abs(Date.parse(String(canceledAt)) - server.clock.now().getTime())).toBeLessThan(10_000);
    expect(await find(id)).toEqual(canceled);
  });

  it('takes an hour when nothing is said, goes live and ends by itself', async () => {
    const id = await scheduled();
    expect(await find(id)).toMatchObject({ status: 'SCHEDULED', durationMinutes: 60, visibility: 'MEMBERS' });
    server.clock.advance({ minutes: 61 });
    expect((await find(id)).status).toBe('LIVE');
    server.clock.advance({ minutes: 60 });
    expect((await find(id)).status).toBe('ENDED');
  });

  it('can not be moved once it has begun, but made longer, and shorter down to now', async () => {
    const id = await scheduled();
    const { startsAt } = await find(id);
    server.clock.advance({ minutes: 80 });
    expect((await update({ id, version: 1, startsAt: inMinutes(60) })).errors).toMatchObject(
      conflict('LIVE'),
    );
    const longer = await update({ id, version: 1, startsAt, durationMinutes: 200, title: 'Longer' });
    expect(longer.data.updateLiveEvent.liveEvent).toMatchObject({
      startsAt,
      durationMinutes: 200,
      title: 'Longer',
    });
    expect((await update({ id, version: 2, durationMinutes: 10 })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.durationMinutes', allowed: 'at least 21' } },
    ]);
    expect((await update({ id, version: 2, durationMinutes: 21 })).errors).toEqual([]);
    server.clock.advance({ minutes: 2 });
    expect((await find(id)).status).toBe('ENDED');
    expect((await update({ id, version: 3, durationMinutes: 500 })).errors).toMatchObject(conflict('ENDED'));
    expect((await update({ id, version: 3, startsAt: inMinutes(60) })).errors).toMatchObject(
      conflict('ENDED'),
    );
    expect((await cancel({ id, version: 3 })).errors).toMatchObject(conflict('ENDED'));
    expect((await update({ id, version: 3, description: 'It was good.' })).errors).toEqual([]);
  });

  it('stays canceled', async () => {
    const id = await scheduled();
    await cancel({ id, version: 1 });
    expect((await cancel({ id, version: 2, reason: 'Again' })).errors).toMatchObject(conflict('CANCELED'));
    expect((await update({ id, version: 2, title: 'On again' })).errors).toMatchObject(conflict('CANCELED'));
    server.clock.advance({ minutes: 90 });
    expect(await find(id)).toMatchObject({ status: 'CANCELED', cancellationReason: null, version: 2 });
    const live = await scheduled();
    server.clock.advance({ minutes: 90 });
    expect((await cancel({ id: live, version: 1 })).data.cancelLiveEvent.liveEvent.status).toBe('CANCELED');
  });

  it('is refused at a version that has passed, and a slug that is taken', async () => {
    const id = await scheduled({ title: 'First' });
    await scheduled({ title: 'Second' });
    const taken = [{ extensions: { code: 'CONFLICT', field: 'input.slug' } }];
    expect((await update({ id, version: 1, slug: 'second' })).errors).toMatchObject(taken);
    expect((await schedule({ slug: 'second' })).errors).toMatchObject(taken);
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, (_, index) => update({ id, version: 1, title: `Edit ${index}` })),
      ...Array.from({ length: 3 }, () => cancel({ id, version: 1 })),
    ]);
    expect(answers.map(({ errors }) => errors[0]?.extensions.code ?? 'DONE').sort()).toEqual([
      ...Array<string>(5).fill('CONFLICT'),
      'DONE',
    ]);
  });

  it('has its recording, for a key that may read videos, while that is not in the trash', async () => {
    const key = await platform.apiKey({ grantAll: true });
    const id = await scheduled();
    server.clock.advance({ hours: 3 });
    const { id: recordingId } = await createVideo(key, { title: 'The recording' });
    expect((await update({ id, version: 1, recordingId })).errors).toEqual([]);
    const query = 'query ($id: ID) { liveEvent(id: $id) { recording { title } version } }';
    const recording = async (): Promise<unknown> => (await key.data(query, { id })).liveEvent;
    const shown = { recording: { title: 'The recording' }, version: 2 };
    expect(await recording()).toEqual(shown);
    expect(await editor.query(query, { id })).toMatchObject({
      status: 403,
      errors: [{ extensions: { missingScopes: ['VIDEOS_READ'] } }],
    });
    const trash = 'mutation ($id: ID!) { deleteVideo(id: $id) { id } }';
    await key.data(trash, { id: recordingId });
    expect(await recording()).toEqual({ recording: null, version: 2 });
    await key.data('mutation ($id: ID!) { restoreVideo(id: $id) { id } }', { id: recordingId });
    expect(await recording()).toEqual(shown);
    const trashed = await createVideo(key, { title: 'Trashed' });
    await key.data(trash, { id: trashed.id });
    const foreign = await createVideo(await (await server.platform()).apiKey({ grantAll: true }), {
      title: 'Theirs',
    });
    for (const missing of [NOWHERE, 'x', trashed.id, foreign.id]) {
      expect((await update({ id, version: 2, recordingId: missing })).errors).toMatchObject(notFound);
    }

    await key.data(trash, { id: recordingId });
    server.clock.advance({ days: 31 });
    await key.data(trash, { id: (await createVideo(key, { title: 'Purges' })).id });
    const [row] = await server.database.reads.query<{ recordingId: unknown }[]>(
      `SELECT recordingId FROM live_events WHERE id = '${id}'`,
    );
    expect(row).toEqual({ recordingId: null });
    expect((await update({ id, version: 2, recordingId: null })).errors).toEqual([]);
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['a start that is past', () => ({ startsAt: inMinutes(-1) }), 'input.startsAt'],
    ['a start in six years', () => ({ startsAt: inMinutes(6 * 366 * 24 * 60) }), 'input.startsAt'],
    ['no duration', () => ({ durationMinutes: 0 }), 'input.durationMinutes'],
    ['more than a week', () => ({ durationMinutes: 10_081 }), 'input.durationMinutes'],
    ['no title', () => ({ title: ' ' }), 'input.title'],
    ['a title that is too long', () => ({ title: 'x'.repeat(201) }), 'input.title'],
    ['a slug with a slash', () => ({ slug: 'a/b' }), 'input.slug'],
    ['a description that is too long', () => ({ description: 'x'.repeat(5_001) }), 'input.description'],
    ['a stream that is no web address', () => ({ streamUrl: 'rtmp://example.com/live' }), 'input.streamUrl'],
    ['a cover that is no web address', () => ({ coverUrl: 'cover.jpg' }), 'input.coverUrl'],
  ])('is refused %s', async (_name, content, field) => {
    const id = await scheduled();
    const refused = [
      { extensions: { code: 'BAD_USER_INPUT', field, allowed: expect.anything() as unknown } },
    ];
    expect((await schedule(content())).errors).toMatchObject(refused);
    expect((await update({ id, version: 1, ...content() })).errors).toMatchObject(refused);
  });

  it.each(['title', 'slug', 'description', 'startsAt', 'durationMinutes', 'visibility'])(
    'keeps its %s: null can not clear it',
    async (field) => {
      const id = await scheduled();
      expect((await update({ id, version: 1, [field]: null })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', field: `input.${field}` } },
      ]);
    },
  );

  it('is refused a reason of 501 characters', async () => {
    const id = await scheduled();
    expect((await cancel({ id, version: 1, reason: 'x'.repeat(501) })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.reason' } },
    ]);
  });

  it('of another platform is not there', async () => {
    const id = await scheduled();
    editor = await (await server.platform()).apiKey({ grantAll: true });
    expect(await find(id)).toBeNull();
    expect((await update({ id, version: 1, title: 'x' })).errors).toMatchObject(notFound);
    expect((await cancel({ id, version: 1 })).errors).toMatchObject(notFound);
  });
});

import { type Client } from './harness/Client';
import { explain } from './harness/explain';
import { createVideo, type Written } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

describe('live events', () => {
  let server: TestServer;
  let key: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    key = await (await server.platform()).apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  const at = (minutes: number): string =>
    new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();
  const schedule = async (
    title: string,
    minutes: number,
    rest: Record<string, unknown> = {},
  ): Promise<string> => {
    const { scheduleLiveEvent } = await key.data<{ scheduleLiveEvent: Written }>(
      'mutation ($input: ScheduleLiveEventInput!) { scheduleLiveEvent(input: $input) { id version } }',
      { input: { title, startsAt: at(minutes), ...rest } },
    );
    return scheduleLiveEvent.id;
  };
  const titles = async (variables: Record<string, unknown> = {}): Promise<string[]> => {
    const found: string[] = [];
    for (let after: unknown = null; ;) {
      const { liveEvents } = await key.data<{
        liveEvents: { nodes: { title: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      }>(
        `query ($filter: LiveEventFilter, $sort: LiveEventSort, $after: String) {
          liveEvents(filter: $filter, sort: $sort, first: 2, after: $after) {
            nodes { title } pageInfo { hasNextPage endCursor }
          }
        }`,
        { ...variables, after },
      );
      found.push(...liveEvents.nodes.map(({ title }) => title));
      if (!liveEvents.pageInfo.hasNextPage) return found;
      after = liveEvents.pageInfo.endCursor;
    }
  };

  it('are listed by start, creation and title', async () => {
    for (const [title, minutes] of [
      ['beta', 30],
      ['Ärger', 10],
      ['alpha', 20],
    ] as const) {
      await schedule(title, minutes);
    }
    expect(await titles()).toEqual(['beta', 'alpha', 'Ärger']);
    expect(await titles({ sort: { field: 'STARTS_AT', direction: 'ASC' } })).toEqual([
      'Ärger',
      'alpha',
      'beta',
    ]);
    expect(await titles({ sort: { field: 'CREATED_AT' } })).toEqual(['alpha', 'Ärger', 'beta']);
    expect(await titles({ sort: { field: 'TITLE', direction: 'ASC' } })).toEqual(['alpha', 'Ärger', 'beta']);
  });

  it('are kept by status as of now, by visibility and by when they begin', async () => {
    await schedule('Ended', 10, { durationMinutes: 20 });
    await schedule('Live', 50);
    await schedule('Long', 20, { durationMinutes: 10_080 });
    await schedule('To come', 600, { visibility: 'PUBLIC' });
    const canceled = await schedule('Off', 55);
    await key.data('mutation ($id: ID!) { cancelLiveEvent(input: { id: $id, version: 1 }) { id } }', {
      id: canceled,
    });
    const statuses = async (): Promise<Record<string, string[]>> => {
      const found: Record<string, string[]> = {};
      for (const status of ['SCHEDULED', 'LIVE', 'ENDED', 'CANCELED'])
        found[status] = await titles({ filter: { status } });
      return found;
    };
    expect(await statuses()).toEqual({
      SCHEDULED: ['To come', 'Live', 'Long', 'Ended'],
      LIVE: [],
      ENDED: [],
      CANCELED: ['Off'],
    });
    const from = at(15);
    server.clock.advance({ minutes: 60 });
    expect(await statuses()).toEqual({
      SCHEDULED: ['To come'],
      LIVE: ['Live', 'Long'],
      ENDED: ['Ended'],
      CANCELED: ['Off'],
    });
    server.clock.advance({ days: 6, hours: 23 });
    expect((await statuses()).LIVE).toEqual(['Long']);
    expect(await titles({ filter: { visibility: 'PUBLIC' } })).toEqual(['To come']);
    expect(await titles({ filter: { starts: { from }, status: 'ENDED' } })).toEqual(['To come', 'Live']);
    expect(await titles({ filter: { starts: { to: from } } })).toEqual(['Ended']);
    const { errors } = await key.query(
      'query ($at: DateTime) { liveEvents(filter: { starts: { from: $at, to: $at } }) { nodes { id } } }',
      { at: from },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'filter.starts' } }]);
  });

  it('take one SQL statement, and one more for all recordings', async () => {
    const counts: number[] = [];
    for (const size of [2, 20]) {
      key = await (await server.platform()).apiKey({ grantAll: true });
      for (let index = 0; index < size; index += 1) {
        const id = await schedule(`Event ${index}`, index + 1);
        const { id: recordingId } = await createVideo(key, { title: `Recording ${index}` });
        await key.data('mutation ($input: UpdateLiveEventInput!) { updateLiveEvent(input: $input) { id } }', {
          input: { id, version: 1, recordingId },
        });
      }
      const statements = await server.sql.during(async () => {
        const { liveEvents } = await key.data<{
          liveEvents: { nodes: { title: string; recording: { title: string } }[] };
        }>('{ liveEvents { nodes { title status recording { title status } } } }');
        expect(liveEvents.nodes).toHaveLength(size);
        for (const { title, recording } of liveEvents.nodes) {
          expect(recording.title).toBe(title.replace('Event', 'Recording'));
        }
      });
      counts.push(statements.filter((statement) => /live_events|videos/.test(statement)).length);
    }
    expect(counts).toEqual([2, 2]);
  });

  it.each(['STARTS_AT', 'CREATED_AT', 'TITLE'])('are read in the order of an index by %s', async (field) => {
    const statements = await server.sql.during(() => titles({ sort: { field } }));
    const statement = statements.find((text) => text.includes('FROM live_events')) ?? '';
    const plan = await explain(server, statement);
    expect(plan).toMatch(/ix_live_events_platformId_/);
    expect(plan).not.toMatch(/filesort|TEMP B-TREE/i);
  });
});

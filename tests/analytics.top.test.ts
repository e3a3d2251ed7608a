import { type Client } from './harness/Client';
import { createVideos } from './harness/library';
import {
  addMembers,
  audienceReport,
  type Counts,
  type PlaybackEvent,
  record,
  topVideos,
  videoReport,
} from './harness/playback';
import { startServer, type TestServer } from './harness/startServer';

const DAY_MS = 86_400_000;

describe('the videos that are watched most', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    // Noon: no test runs across midnight.
    const now = server.clock.now().getTime();
    server.clock.advance({ seconds: (DAY_MS * 1.5 - (now % DAY_MS)) / 1000 });
  });
  afterAll(() => server.close());

  const ago = (days: number): Date => new Date(server.clock.now().getTime() - days * DAY_MS);
  const dayAgo = (days: number): string => ago(days).toISOString().slice(0, 10);
  let serial = 0;
  const event = (changes: Partial<PlaybackEvent> & { videoId: string }): PlaybackEvent => ({
    eventId: `event ${(serial += 1)}`,
    occurredAt: ago(1),
    secondsWatched: 1,
    ...changes,
  });

  /** A library in which each video leads by one measure. */
  async function library(): Promise<{ client: Client; ids: string[] }> {
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const ids = await createVideos(client, ['Often', 'Long', 'To the end', 'By many', 'Long ago', 'Never']);
    const [often, long, end, many, old] = ids as [string, string, string, string, string];
    const members = await addMembers(client, ['Ada', 'Bo', 'Cy']);
    await record(client, [
      ...Array.from({ length: 5 }, (_, index) =>
        event({ videoId: often, memberId: members[0]!, occurredAt: ago(index) }),
      ),
      event({ videoId: long, secondsWatched: 9_000 }),
      ...[1, 2, 2].map((days) => event({ videoId: end, completed: true, occurredAt: ago(days) })),
      ...members.map((memberId) => event({ videoId: many, memberId })),
      event({ videoId: many, memberId: members[0]!, occurredAt: ago(3) }),
      event({ videoId: old, occurredAt: ago(100), secondsWatched: 80_000 }),
    ]);
    return { client, ids };
  }

  it('are told by each measure, with their counts over the range', async () => {
    const { client } = await library();
    const range = [dayAgo(6), dayAgo(0)] as const;
    const titles = async (by: string): Promise<string[]> =>
      (await topVideos(client, range, by)).map(({ title }) => title);
    expect(await titles('PLAYS')).toEqual(['Often', 'By many', 'To the end', 'Long']);
    expect((await titles('SECONDS_WATCHED'))[0]).toBe('Long');
    expect(await titles('COMPLETIONS')).toEqual(['To the end']);
    expect(await titles('VIEWERS')).toEqual(['By many', 'Often']);
    expect(await topVideos(client, range, 'VIEWERS', 1)).toEqual([
      { title: 'By many', total: { plays: 4, secondsWatched: 4, completions: 0, viewers: 3 } },
    ]);
    expect((await topVideos(client, [dayAgo(200), dayAgo(0)], 'SECONDS_WATCHED'))[0]?.title).toBe('Long ago');
    expect(await topVideos(client, [dayAgo(50), dayAgo(40)], 'PLAYS')).toEqual([]);
  });

  it('are at least 1 and at most 100', async () => {
    const { client } = await library();
    const range = { from: dayAgo(1), to: dayAgo(1) };
    for (const first of [0, 101]) {
      const answer = await client.query(
        'query ($range: DateRange!, $first: Int!) { topVideos(range: $range, first: $first) { videoId } }',
        { range, first },
      );
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'first' } }]);
    }
  });

  it('can be named to a key that may not read videos', async () => {
    const platform = await server.platform();
    const key = await platform.apiKey({ scopes: ['ANALYTICS_READ'] });
    const range = { from: dayAgo(1), to: dayAgo(1) };
    const ask = (field: string): string =>
      `query ($range: DateRange!) { topVideos(range: $range) { ${field} } }`;
    expect(await key.data(ask('videoId'), { range })).toEqual({ topVideos: [] });
    expect(await key.query(ask('video { id }'), { range })).toMatchObject({ status: 403 });
  });

  it('and every other report take as many statements for much as for little', async () => {
    const { client, ids } = await library();
    const range = [dayAgo(150), dayAgo(0)] as const;
    const nested = `query ($range: DateRange!) {
      videos { nodes { title analytics(range: $range) { plays viewers } } }
    }`;
    const reports = async (): Promise<void> => {
      await topVideos(client, range, 'PLAYS');
      await topVideos(client, range, 'VIEWERS');
      await videoReport(client, ids[0]!, range, 'WEEK');
      await audienceReport(client, range, 'WEEK');
      await client.data(nested, { range: { from: range[0], to: range[1] } });
    };
    const count = async (): Promise<number> => {
      const statements = await server.sql.during(reports);
      // No report reads events.
      expect(statements.filter((text) => /playback_events/.test(text))).toEqual([]);
      // Not the caller's key, whose use is noted whenever it suits.
      return statements.filter((text) => /video|audience|members/.test(text)).length;
    };
    const few = await count();
    const more = await createVideos(client, ['More', 'Even more']);
    const members = await addMembers(client, ['Di', 'Ed', 'Flo']);
    await record(
      client,
      Array.from({ length: 400 }, (_, index) =>
        event({
          videoId: [...ids, ...more][index % 8]!,
          memberId: members[index % 3]!,
          occurredAt: ago(index % 140),
        }),
      ),
    );
    expect(await count()).toBe(few);
  });

  it('tell of each video in a list how much it was watched', async () => {
    const { client } = await library();
    const { videos } = await client.data<{
      videos: { nodes: { title: string; week: Counts; day: Counts }[] };
    }>(
      `query ($week: DateRange!, $day: DateRange!) { videos { nodes {
        title
        week: analytics(range: $week) { plays viewers }
        day: analytics(range: $day) { plays viewers }
      } } }`,
      {
        week: { from: dayAgo(6), to: dayAgo(0) },
        day: { from: dayAgo(1), to: dayAgo(1) },
      },
    );
    const byTitle = new Map(videos.nodes.map(({ title, week, day }) => [title, [week, day]]));
    expect(byTitle.get('By many')).toEqual([
      { plays: 4, viewers: 3 },
      { plays: 3, viewers: 3 },
    ]);
    expect(byTitle.get('Never')).toEqual([
      { plays: 0, viewers: 0 },
      { plays: 0, viewers: 0 },
    ]);
  });
});

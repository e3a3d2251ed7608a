import { type Client } from './harness/Client';
import { createVideos } from './harness/library';
import { audienceReport, record, videoReport } from './harness/playback';
import { startServer, type TestServer } from './harness/startServer';

const DAY_MS = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const addDays = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MS);

/** The last Sunday of a month that is over: when Europe's clocks change, in March and October. */
function lastSunday(month: 'March' | 'October', now: Date): string {
  const index = month === 'March' ? 2 : 9;
  const inYear = (year: number): string => {
    const last = new Date(Date.UTC(year, index + 1, 0));
    return dayOf(last.getTime() - last.getUTCDay() * DAY_MS);
  };
  const thisYear = inYear(now.getUTCFullYear());
  return addDays(thisYear, 3) < dayOf(now.getTime()) ? thisYear : inYear(now.getUTCFullYear() - 1);
}

describe('the days of reports', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  interface Site {
    client: Client;
    videoId: string;
  }
  async function site(timeZone: string): Promise<Site> {
    const client = await (await server.platform({ timeZone })).apiKey({ grantAll: true });
    const [videoId = ''] = await createVideos(client, ['Bread']);
    return { client, videoId };
  }

  let serial = 0;
  /** Somebody joins, and watches, at each of these times. */
  async function happen({ client, videoId }: Site, times: readonly string[]): Promise<void> {
    for (const time of times) {
      const { addMember } = await client.data<{ addMember: { id: string } }>(
        'mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }',
        { input: { name: 'Somebody', email: `${(serial += 1)}@example.com`, joinedAt: time } },
      );
      await record(client, [
        { eventId: `${serial}`, videoId, memberId: addMember.id, occurredAt: time, secondsWatched: 60 },
      ]);
    }
  }

  async function playsAndJoins(client: Client, range: [string, string]): Promise<[number, number][]> {
    const { points } = await audienceReport(client, range);
    return points.map(({ plays, newMembers }) => [plays, newMembers]);
  }

  it.each([
    // 23 hours, from one o'clock ahead of UTC to two.
    ['March', -1, ['T23:00:00Z', 'T22:59:59Z'], ['T21:59:59Z', 'T22:00:00Z']],
    // 25 hours.
    ['October', -1, ['T22:00:00Z', 'T21:59:59Z'], ['T22:59:59Z', 'T23:00:00Z']],
  ] as const)('are as long as the clocks make them: the change in %s', async (month, before, start, end) => {
    const oslo = await site('Europe/Oslo');
    const day = lastSunday(month, server.clock.now());
    const eve = addDays(day, before);
    await happen(oslo, [eve + start[1], eve + start[0], day + end[0], day + end[1]]);
    const range: [string, string] = [eve, addDays(day, 1)];
    expect(await playsAndJoins(oslo.client, range)).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
    expect((await audienceReport(oslo.client, range)).timeZone).toBe('Europe/Oslo');
  });

  it.each([
    ['Asia/Kathmandu', '18:14:59Z', '18:15:00Z'],
    ['Pacific/Kiritimati', '09:59:59Z', '10:00:00Z'],
    ['Etc/GMT+12', '11:59:59Z', '12:00:00Z'],
  ])('begin at midnight in %s', async (timeZone, last, first) => {
    const there = await site(timeZone);
    const day = dayOf(server.clock.now().getTime() - 10 * DAY_MS);
    await happen(there, [`${day}T${last}`, `${day}T${first}`]);
    const ahead = timeZone === 'Etc/GMT+12' ? -1 : 0;
    const range: [string, string] = [addDays(day, ahead), addDays(day, ahead + 1)];
    expect(await playsAndJoins(there.client, range)).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('make up weeks from Monday and months, cut off at the ends, zeros included; a viewer counts once in each', async () => {
    const { client, videoId } = await site('UTC');
    const recent = dayOf(server.clock.now().getTime() - 60 * DAY_MS);
    const monday = addDays(recent, -((new Date(recent).getUTCDay() + 6) % 7));
    const { addMember } = await client.data<{ addMember: { id: string } }>(
      'mutation { addMember(input: { name: "Ada", email: "ada@example.com" }) { id } }',
    );
    const watched = [-1, 0, 3, 6, 21];
    await record(
      client,
      watched.map((days) => ({
        eventId: `${days}`,
        videoId,
        memberId: addMember.id,
        occurredAt: `${addDays(monday, days)}T12:00:00Z`,
        secondsWatched: 10,
      })),
    );
    const range = [addDays(monday, -3), addDays(monday, 22)] as const;
    const weeks = [
      { from: range[0], to: addDays(monday, -1), plays: 1, secondsWatched: 10, viewers: 1 },
      { from: monday, to: addDays(monday, 6), plays: 3, secondsWatched: 30, viewers: 1 },
      { from: addDays(monday, 7), to: addDays(monday, 13), plays: 0, secondsWatched: 0, viewers: 0 },
      { from: addDays(monday, 14), to: addDays(monday, 20), plays: 0, secondsWatched: 0, viewers: 0 },
      { from: addDays(monday, 21), to: range[1], plays: 1, secondsWatched: 10, viewers: 1 },
    ];
    for (const report of [
      await videoReport(client, videoId, range, 'WEEK'),
      await audienceReport(client, range, 'WEEK'),
    ]) {
      expect(report.points).toMatchObject(weeks);
      expect(report.points).toHaveLength(weeks.length);
      expect(report.total).toEqual({ plays: 5, secondsWatched: 50, completions: 0, viewers: 1 });
    }
    const { points } = await videoReport(client, videoId, ['2024-01-31', '2024-03-01'], 'MONTH');
    expect(points.map(({ from, to }) => [from, to])).toEqual([
      ['2024-01-31', '2024-01-31'],
      ['2024-02-01', '2024-02-29'],
      ['2024-03-01', '2024-03-01'],
    ]);
    const days = await videoReport(client, videoId, range);
    expect(days.points).toHaveLength(26);
    expect(days.points.filter(({ plays }) => plays === 1)).toHaveLength(5);
  });

  it('count members who were seen since, and the newly joined', async () => {
    const { client } = await site('UTC');
    const now = server.clock.now().getTime();
    for (const [name, joined, seen] of [
      ['Ada', 300, 1],
      ['Bo', 300, 40],
      ['Cy', 5, null],
    ] as const) {
      const at = (days: number): Date => new Date(now - days * DAY_MS);
      await client.data('mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }', {
        input: {
          name,
          email: `${name}@example.com`,
          joinedAt: at(joined),
          lastSeenAt: seen === null ? null : at(seen),
        },
      });
    }
    const range = [dayOf(now - 10 * DAY_MS), dayOf(now)] as const;
    expect(await audienceReport(client, range)).toMatchObject({ newMembers: 1, activeMembers: 1 });
  });

  const within = (from: string, to: string): Record<string, unknown> => ({ range: { from, to } });
  it.each<[string, Record<string, unknown>, string]>([
    ['ends before it begins', within('2026-01-02', '2026-01-01'), 'range'],
    ['has more than 400 days one by one', within('2025-01-01', '2026-02-05'), 'range'],
    ['is longer than reports are', { ...within('2020-01-01', '2025-01-05'), granularity: 'MONTH' }, 'range'],
    ['begins before all sites', within('1999-12-31', '2000-01-01'), 'range.from'],
    ['ends after all sites', within('2999-12-31', '3000-01-01'), 'range.to'],
  ])('are refused when a range %s', async (_case, variables, field) => {
    const { client } = await site('UTC');
    const answer = await client.query(
      `query ($range: DateRange!, $granularity: AnalyticsGranularity! = DAY) {
        audienceAnalytics(range: $range, granularity: $granularity) { timeZone }
      }`,
      variables,
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });

  it.each(['2026-02-29', '2026-1-1', '2026-01-01T00:00:00Z', '', 20260101, '10000-01-01'])(
    'are refused when they are none: %j',
    async (from) => {
      const { client } = await site('UTC');
      const query = 'query ($range: DateRange!) { audienceAnalytics(range: $range) { timeZone } }';
      const answer = await client.query(query, { range: { from, to: '2026-03-01' } });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    },
  );
});

import { type Client } from './harness/Client';
import { createVideos } from './harness/library';
import {
  addMembers,
  audienceReport,
  type PlaybackEvent,
  record,
  topVideos,
  tryRecord,
  videoReport,
} from './harness/playback';
import { startServer, type TestServer } from './harness/startServer';

const DAY_MS = 86_400_000;

describe('playback that is recorded', () => {
  let server: TestServer;
  let client: Client;
  let videos: string[];
  let members: string[];

  beforeAll(async () => {
    server = await startServer();
    // Noon: no test runs across midnight.
    const now = server.clock.now().getTime();
    server.clock.advance({ seconds: (DAY_MS * 1.5 - (now % DAY_MS)) / 1000 });
  });
  beforeEach(async () => {
    client = await (await server.platform()).apiKey({ grantAll: true });
    videos = await createVideos(client, ['Bread', 'Cake']);
    members = await addMembers(client, ['Ada', 'Bo']);
  });
  afterAll(() => server.close());

  const ago = (days: number): Date => new Date(server.clock.now().getTime() - days * DAY_MS);
  const dayAgo = (days: number): string => ago(days).toISOString().slice(0, 10);
  let serial = 0;
  const event = (changes: Partial<PlaybackEvent> = {}): PlaybackEvent => ({
    eventId: `event ${(serial += 1)}`,
    videoId: videos[0]!,
    memberId: members[0]!,
    occurredAt: ago(1),
    secondsWatched: 60,
    ...changes,
  });

  it('counts plays, time, completions and different viewers', async () => {
    const batch = [
      event({ completed: true }),
      event({ secondsWatched: 30 }),
      event({ memberId: members[1]!, secondsWatched: 0 }),
      event({ memberId: null, secondsWatched: 10, completed: true }),
      event({ videoId: videos[1]!, secondsWatched: 5 }),
      event({ occurredAt: ago(3), secondsWatched: 7 }),
    ];
    expect(await record(client, batch)).toEqual({ accepted: 6, duplicates: 0 });
    const range = [dayAgo(3), dayAgo(1)] as const;
    const report = await videoReport(client, videos[0]!, range);
    expect(report.total).toEqual({ plays: 5, secondsWatched: 107, completions: 2, viewers: 2 });
    expect(report.points.map(({ plays, viewers }) => [plays, viewers])).toEqual([
      [1, 1],
      [0, 0],
      [4, 2],
    ]);
    const audience = await audienceReport(client, range);
    expect(audience.total).toEqual({ plays: 6, secondsWatched: 112, completions: 2, viewers: 2 });
    expect(audience.points.map(({ plays, viewers }) => [plays, viewers])).toEqual([
      [1, 1],
      [0, 0],
      [5, 2],
    ]);
  });

  it('counts an event once, in one batch and in several', async () => {
    const [first, second, third] = [event(), event(), event()];
    const repeated = { ...first, eventId: `  ${first.eventId} `, secondsWatched: 1 };
    expect(await record(client, [first, second, repeated])).toEqual({ accepted: 2, duplicates: 1 });
    expect(await record(client, [third, second, first])).toEqual({ accepted: 1, duplicates: 2 });
    expect(await record(client, [first, second, third])).toEqual({ accepted: 0, duplicates: 3 });
    const { total } = await videoReport(client, videos[0]!, [dayAgo(1), dayAgo(1)]);
    expect(total).toEqual({ plays: 3, secondsWatched: 180, completions: 0, viewers: 1 });
  });

  it("counts another platform's event of the same id", async () => {
    const mine = event();
    await record(client, [mine]);
    const other = await (await server.platform()).apiKey({ grantAll: true });
    const [videoId] = await createVideos(other, ['Theirs']);
    const theirs = { ...mine, videoId: videoId!, memberId: null };
    expect(await record(other, [theirs])).toEqual({ accepted: 1, duplicates: 0 });
  });

  it('takes a batch again whose video went to the trash meanwhile', async () => {
    const known = event();
    await record(client, [known]);
    await client.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videos[0] });
    expect(await record(client, [known])).toEqual({ accepted: 0, duplicates: 1 });
    const answer = await tryRecord(client, [known, event()]);
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.events.1.videoId',
    });
  });

  it('moves when a member was last seen forward, never back', async () => {
    const lastSeen = async (): Promise<string | null> => {
      const { member } = await client.data<{ member: { lastSeenAt: string | null } }>(
        'query ($id: ID) { member(id: $id) { lastSeenAt } }',
        { id: members[0] },
      );
      return member.lastSeenAt;
    };
    expect(await lastSeen()).toBeNull();
    const [late, early] = [ago(2), ago(5)];
    await record(client, [event({ occurredAt: late }), event({ occurredAt: early })]);
    expect(await lastSeen()).toBe(late.toISOString());
    await record(client, [event({ occurredAt: early }), event({ memberId: members[1]! })]);
    expect(await lastSeen()).toBe(late.toISOString());
    // A player whose clock is ahead has not seen the future.
    await record(client, [event({ occurredAt: ago(-30 / 86_400) })]);
    expect(new Date((await lastSeen()) ?? 0).getTime()).toBeLessThanOrEqual(server.clock.now().getTime());
  });

  it('takes 500 events as variables, in as many statements as 3', async () => {
    const people = await addMembers(
      client,
      Array.from({ length: 50 }, (_, index) => `Member ${index}`),
    );
    const batch = (count: number): PlaybackEvent[] =>
      Array.from({ length: count }, (_, index) =>
        event({
          eventId: `${serial++} ${'x'.repeat(50)}`,
          videoId: videos[index % 2]!,
          memberId: people[index % 50]!,
          occurredAt: ago(1 + (index % 7)),
        }),
      );
    const counts: number[] = [];
    for (const count of [3, 500]) {
      const events = batch(count);
      const statements = await server.sql.during(async () => {
        expect(await record(client, events)).toEqual({ accepted: count, duplicates: 0 });
      });
      counts.push(statements.filter((text) => !/api_key/.test(text)).length);
    }
    expect(counts[1]).toBe(counts[0]);
    const { total } = await audienceReport(client, [dayAgo(8), dayAgo(0)]);
    expect(total).toMatchObject({ plays: 503, viewers: 50 });
  });

  it('stays in the counts when the member is removed, without a trace of them', async () => {
    await record(client, [event(), event({ occurredAt: ago(2) }), event({ memberId: members[1]! })]);
    await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: members[0] });
    const range = [dayAgo(2), dayAgo(1)] as const;
    const { total, points } = await videoReport(client, videos[0]!, range);
    expect(total).toMatchObject({ plays: 3, viewers: 2 });
    expect(points.map(({ viewers }) => viewers)).toEqual([1, 2]);
    expect((await audienceReport(client, range)).total.viewers).toBe(2);
    const tables = server.database.reads.dataSource.entityMetadatas.filter(
      (entity) =>
        entity.findColumnWithPropertyName('memberId') && entity.findColumnWithPropertyName('platformId'),
    );
    expect(tables.length).toBeGreaterThan(3);
    for (const { target } of tables) {
      expect(await server.database.reads.getRepository(target).countBy({ memberId: members[0] })).toBe(0);
    }
  });

  it('goes with a video that is gone for good, but for what the audience watched', async () => {
    await record(client, [event(), event({ videoId: videos[1]! })]);
    const range = [dayAgo(1), dayAgo(0)] as const;
    expect((await topVideos(client, range, 'PLAYS')).map(({ title }) => title)).toEqual(['Bread', 'Cake']);
    await client.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videos[0] });
    expect((await topVideos(client, range, 'PLAYS')).map(({ title }) => title)).toEqual(['Cake']);
    server.clock.advance({ days: 31 });
    await client.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videos[1] });
    for (const table of ['video_days', 'video_day_viewers', 'video_viewers']) {
      const rows = await server.database.reads.query<unknown[]>(`SELECT 1 FROM ${table} WHERE videoId = ?`, [
        videos[0],
      ]);
      expect(rows).toEqual([]);
    }
    expect((await audienceReport(client, range)).total).toMatchObject({ plays: 2, viewers: 1 });
  });
});

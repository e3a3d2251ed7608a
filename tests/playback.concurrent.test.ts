import { type Client } from './harness/Client';
import { createVideos } from './harness/library';
import { addMembers, audienceReport, type PlaybackEvent, record, videoReport } from './harness/playback';
import { startServer, type TestServer } from './harness/startServer';

const BATCHES = 200;
const EVENTS_PER_BATCH = 12;
/** Each batch repeats two thirds of the one before it. */
const STEP = 4;
const EVENTS = (BATCHES - 1) * STEP + EVENTS_PER_BATCH;

describe('batches that are sent at once', () => {
  const servers: TestServer[] = [];
  beforeAll(async () => {
    const server = await startServer();
    servers.push(server);
    // The embedded database is for one process.
    if (!server.database.isEmbedded) servers.push(await startServer({}, server));
  });
  afterAll(async () => {
    for (const server of servers.toReversed()) await server.close();
  });

  it('count each event once, whichever of them and of the processes comes first', async () => {
    const [server] = servers as [TestServer];
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const videos = await createVideos(client, ['A', 'B', 'C']);
    const members = await addMembers(
      client,
      Array.from({ length: 7 }, (_, index) => `Member ${index}`),
    );
    const occurredAt = server.clock.now();
    const day = occurredAt.toISOString().slice(0, 10);
    const event = (index: number): PlaybackEvent => ({
      eventId: `event ${index}`,
      videoId: videos[index % videos.length]!,
      memberId: members[index % members.length]!,
      occurredAt,
      secondsWatched: 10,
      completed: index % 2 === 0,
    });
    const batch = (index: number): PlaybackEvent[] => {
      const events = Array.from({ length: EVENTS_PER_BATCH }, (_, offset) => event(index * STEP + offset));
      // Half of them the other way round: rows are written in whatever order they come.
      return index % 2 === 0 ? events : events.reverse();
    };
    const clients = servers.map(({ address }): Client => client.at(address));
    const answers = await Promise.all(
      Array.from({ length: BATCHES }, (_, index) => record(clients[index % clients.length]!, batch(index))),
    );

    const sum = (property: 'accepted' | 'duplicates'): number =>
      answers.reduce((total, answer) => total + answer[property], 0);
    expect(sum('accepted')).toBe(EVENTS);
    expect(sum('duplicates')).toBe(BATCHES * EVENTS_PER_BATCH - EVENTS);
    const completions = EVENTS / 2;
    expect((await audienceReport(client, [day, day])).total).toEqual({
      plays: EVENTS,
      secondsWatched: EVENTS * 10,
      completions,
      viewers: members.length,
    });
    const reports = await Promise.all(videos.map((id) => videoReport(client, id, [day, day])));
    for (const { total, points } of reports) {
      expect(points[0]).toMatchObject(total);
      expect(total.viewers).toBe(members.length);
    }
    expect(reports.reduce((plays, { total }) => plays + total.plays, 0)).toBe(EVENTS);
    const [viewer] = await server.database.reads.query<{ plays: number | string }[]>(
      'SELECT SUM(plays) AS plays FROM video_viewers WHERE memberId IN (SELECT id FROM members WHERE platformId = (SELECT platformId FROM videos WHERE id = ?))',
      [videos[0]],
    );
    expect(Number(viewer?.plays)).toBe(EVENTS);
  });

  it('do not keep anything else waiting for a connection', async () => {
    const [server] = servers as [TestServer];
    const client = await (await server.platform()).apiKey({ grantAll: true });
    const [videoId] = await createVideos(client, ['A']);
    const occurredAt = server.clock.now();
    const sent = Array.from({ length: 50 }, (_, index) =>
      record(client, [{ eventId: `event ${index}`, videoId: videoId!, occurredAt, secondsWatched: 1 }]),
    );
    expect(await client.data('{ __typename }')).toEqual({ __typename: 'Query' });
    expect((await Promise.all(sent)).every(({ accepted }) => accepted === 1)).toBe(true);
  });
});

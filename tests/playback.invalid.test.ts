import { type Client } from './harness/Client';
import { createVideos } from './harness/library';
import { addMembers, audienceReport, tryRecord } from './harness/playback';
import { startServer, type TestServer } from './harness/startServer';

const ABSENT = '01890000-0000-7000-8000-000000000000';
const DAY_MS = 86_400_000;

describe('a batch of playback that can not be', () => {
  let server: TestServer;
  let client: Client;
  let videoId: string;
  let memberId: string;

  beforeAll(async () => {
    server = await startServer();
    client = await (await server.platform()).apiKey({ grantAll: true });
    [videoId = ''] = await createVideos(client, ['Bread']);
    [memberId = ''] = await addMembers(client, ['Ada']);
  });
  afterAll(() => server.close());

  const fromNow = (ms: number): Date => new Date(server.clock.now().getTime() + ms);
  const good = (index: number): object => ({
    eventId: `event ${index}`,
    videoId,
    memberId,
    occurredAt: fromNow(0),
    secondsWatched: 1,
  });
  const isEmpty = async (): Promise<void> => {
    const day = (ms: number): string => fromNow(ms).toISOString().slice(0, 10);
    const { total } = await audienceReport(client, [day(-DAY_MS), day(DAY_MS)]);
    expect(total).toEqual({ plays: 0, secondsWatched: 0, completions: 0, viewers: 0 });
  };

  it.each<[string, () => object]>([
    ['eventId', () => ({ eventId: ' ' })],
    ['eventId', () => ({ eventId: 'x'.repeat(65) })],
    ['secondsWatched', () => ({ secondsWatched: -1 })],
    ['secondsWatched', () => ({ secondsWatched: 86_401 })],
    ['occurredAt', () => ({ occurredAt: fromNow(120_000) })],
    ['occurredAt', () => ({ occurredAt: fromNow(-401 * DAY_MS) })],
  ])('is refused as a whole: %s', async (field, wrong) => {
    const answer = await tryRecord(client, [good(1), good(2), good(3), { ...good(4), ...wrong() }]);
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: `input.events.3.${field}` } },
    ]);
    await isEmpty();
  });

  it.each<[string, object]>([
    ['videoId', { videoId: ABSENT }],
    ['videoId', { videoId: 'no id' }],
    ['memberId', { memberId: ABSENT }],
    ['memberId', { memberId: 'no id' }],
  ])('is refused as a whole when there is none: %s', async (field, wrong) => {
    const answer = await tryRecord(client, [good(1), { ...good(2), ...wrong }, good(3)]);
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND', field: `input.events.1.${field}` } },
    ]);
    await isEmpty();
  });

  it.each([0, 501])('is refused with %d events', async (count) => {
    const answer = await tryRecord(
      client,
      Array.from({ length: count }, (_, index) => good(index)),
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.events' } }]);
  });

  it("is refused with another platform's video or member", async () => {
    const other = await (await server.platform()).apiKey({ grantAll: true });
    const [theirs] = await createVideos(other, ['Theirs']);
    const [them] = await addMembers(other, ['Bo']);
    for (const wrong of [{ videoId: theirs }, { memberId: them }]) {
      const answer = await tryRecord(client, [{ ...good(1), ...wrong }]);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
    await isEmpty();
  });
});

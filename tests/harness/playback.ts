import { type Answer, type Client } from './Client';

export interface PlaybackEvent {
  eventId: string;
  videoId: string;
  memberId?: string | null;
  occurredAt: string | Date;
  secondsWatched: number;
  completed?: boolean;
}

export interface Counts {
  plays: number;
  secondsWatched: number;
  completions: number;
  viewers: number;
}

export interface Point extends Counts {
  from: string;
  to: string;
}

interface Recorded {
  accepted: number;
  duplicates: number;
}

const RECORD = `mutation ($input: RecordPlaybackInput!) {
  recordPlayback(input: $input) { accepted duplicates }
}`;
const COUNTS = 'plays secondsWatched completions viewers';

/** Sends a batch that must be recorded. */
export async function record(client: Client, events: readonly PlaybackEvent[]): Promise<Recorded> {
  const { recordPlayback } = await client.data<{ recordPlayback: Recorded }>(RECORD, { input: { events } });
  return recordPlayback;
}

/** Sends a batch. */
export async function tryRecord(client: Client, events: readonly object[]): Promise<Answer> {
  return client.query(RECORD, { input: { events } });
}

export async function videoReport(
  client: Client,
  videoId: string,
  [from, to]: readonly [from: string, to: string],
  granularity = 'DAY',
): Promise<{ timeZone: string; total: Counts; points: Point[] }> {
  const data = await client.data<{
    videoAnalytics: { timeZone: string; total: Counts; points: Point[] };
  }>(
    `query ($videoId: ID!, $range: DateRange!, $granularity: AnalyticsGranularity!) {
      videoAnalytics(videoId: $videoId, range: $range, granularity: $granularity) {
        timeZone total { ${COUNTS} } points { from to ${COUNTS} }
      }
    }`,
    { videoId, range: { from, to }, granularity },
  );
  return data.videoAnalytics;
}

export interface AudienceReport {
  timeZone: string;
  total: Counts;
  newMembers: number;
  activeMembers: number;
  points: (Point & { newMembers: number })[];
}

export async function audienceReport(
  client: Client,
  [from, to]: readonly [from: string, to: string],
  granularity = 'DAY',
): Promise<AudienceReport> {
  const data = await client.data<{ audienceAnalytics: AudienceReport }>(
    `query ($range: DateRange!, $granularity: AnalyticsGranularity!) {
      audienceAnalytics(range: $range, granularity: $granularity) {
        timeZone total { ${COUNTS} } newMembers activeMembers points { from to ${COUNTS} newMembers }
      }
    }`,
    { range: { from, to }, granularity },
  );
  return data.audienceAnalytics;
}

export async function topVideos(
  client: Client,
  [from, to]: readonly [from: string, to: string],
  by: string,
  first = 10,
): Promise<{ title: string; total: Counts }[]> {
  const data = await client.data<{ topVideos: { video: { title: string }; total: Counts }[] }>(
    `query ($range: DateRange!, $by: TopVideosBy!, $first: Int!) {
      topVideos(range: $range, by: $by, first: $first) { video { title } total { ${COUNTS} } }
    }`,
    { range: { from, to }, by, first },
  );
  return data.topVideos.map(({ video, total }) => ({ title: video.title, total }));
}

export async function addMembers(client: Client, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const { addMember } = await client.data<{ addMember: { id: string } }>(
      'mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }',
      { input: { name, email: `${name.toLowerCase().replaceAll(' ', '-')}@example.com` } },
    );
    ids.push(addMember.id);
  }
  return ids;
}

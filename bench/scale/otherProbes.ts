import { workloads } from '../workloads';
import { LIST_LIMIT, type Probe } from './Probe';
import { END_MS } from './sql';

const lastDays = (days: number): { from: string; to: string } => ({
  from: new Date(END_MS - days * 86_400_000).toISOString().slice(0, 10),
  to: new Date(END_MS - 86_400_000).toISOString().slice(0, 10),
});
const range = { value: lastDays(30) };

const videoId = {
  sql: 'SELECT id FROM videos WHERE platformId = :platformId ORDER BY createdAt DESC LIMIT 1',
};

const byKey = (name: string, query: string, variables: Probe['variables'] = {}): Probe => ({
  name,
  query,
  variables,
  caller: 'key',
  limit: LIST_LIMIT,
});

const report = (name: string, query: string, variables: Probe['variables'] = {}): Probe => ({
  ...byKey(name, query, variables),
  limit: null,
});

const counts = 'plays secondsWatched completions viewers';

/** What is no list: single rows, the nested query of `npm run bench`, and reports, which grow with what they report on. */
export function otherProbes(): Probe[] {
  const q3 = workloads.find(({ name }) => name === 'Q3')!;
  const { query } = JSON.parse(q3.body(0, { videos: [] })) as { query: string };
  return [
    byKey('a request that does nothing but know its key', '{ __typename }'),
    {
      name: 'apiKey',
      query: 'query ($id: ID!) { apiKey(id: $id) { id name scopes state } }',
      variables: { id: { sql: 'SELECT id FROM api_keys WHERE platformId = :platformId LIMIT 1' } },
      caller: 'admin',
      limit: LIST_LIMIT,
    },
    byKey('Q1', 'query ($id: ID!) { video(id: $id) { id title slug status durationSeconds } }', {
      id: { sql: 'SELECT id FROM videos WHERE platformId = :platformId AND deletedAt IS NULL LIMIT 1' },
    }),
    byKey('video by slug', 'query ($slug: String!) { video(slug: $slug) { id title } }', {
      slug: { sql: 'SELECT slug FROM videos WHERE platformId = :platformId AND deletedAt IS NULL LIMIT 1' },
    }),
    byKey('member by e-mail', 'query ($email: String!) { member(email: $email) { id name } }', {
      email: { sql: 'SELECT email FROM members WHERE platformId = :platformId LIMIT 1' },
    }),
    byKey('Q3', query),
    report('a segment: memberCount', '{ segments(first: 1) { nodes { id memberCount } } }'),
    report(
      'videoAnalytics, 30 days',
      `query ($videoId: ID!, $range: DateRange!) { videoAnalytics(videoId: $videoId, range: $range) { total { ${counts} } } }`,
      { videoId, range },
    ),
    ...['PLAYS', 'VIEWERS'].map((by) =>
      report(
        `topVideos by ${by}, 30 days`,
        `query ($range: DateRange!) { topVideos(range: $range, by: ${by}) { videoId total { ${counts} } } }`,
        { range },
      ),
    ),
    report(
      'audienceAnalytics, 30 days',
      `query ($range: DateRange!) { audienceAnalytics(range: $range) { newMembers activeMembers total { ${counts} } } }`,
      { range },
    ),
    report(
      'revenueAnalytics, 30 days',
      'query ($range: DateRange!) { revenueAnalytics(range: $range) { currencies { currency } } }',
      { range },
    ),
  ];
}

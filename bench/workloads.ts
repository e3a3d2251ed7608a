/** What is asked of a server, over and over. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** The body of the n-th request, from 0. */
  body(n: number, ids: BenchIds): string;
}

/** Ids of the rows that the requests name. */
export interface BenchIds {
  readonly videos: readonly string[];
}

/** Latchkey's updateVideo wants the version that the caller has seen; a peer's takes any and ignores it. */
const UPDATE = `mutation ($id: ID!, $version: Int!, $title: String!) {
  updateVideo(input: { id: $id, version: $version, title: $title }) { video { id title } }
}`;

const fixed = (query: string): Workload['body'] => {
  const body = JSON.stringify({ query });
  return () => body;
};

export const workloads: readonly Workload[] = [
  {
    name: 'Q1',
    title: 'one video by id',
    body: (n, { videos }) =>
      JSON.stringify({
        query: 'query ($id: ID!) { video(id: $id) { id title slug status durationSeconds } }',
        variables: { id: videos[n % videos.length] },
      }),
  },
  {
    name: 'Q2',
    title: '100 videos x 10 fields + collection',
    body: fixed(`{
      videos(first: 100) {
        nodes {
          id title slug description status visibility durationSeconds thumbnailUrl publishedAt createdAt
          collections(first: 1) { nodes { id title } }
        }
      }
    }`),
  },
  {
    name: 'Q2v',
    title: 'Q2 with 32 different lists: hardly any two wait for the same',
    body: (n) =>
      JSON.stringify({
        query: `query ($first: Int!) {
          videos(first: $first) {
            nodes {
              id title slug description status visibility durationSeconds thumbnailUrl publishedAt createdAt
              collections(first: 1) { nodes { id title } }
            }
          }
        }`,
        variables: { first: 69 + (n % 32) },
      }),
  },
  {
    name: 'Q3',
    title: '20 collections x 20 videos x 5 fields',
    body: fixed(`{
      collections(first: 20) {
        nodes { id title videos(first: 20) { nodes { id title slug status durationSeconds } } }
      }
    }`),
  },
  {
    name: 'M1',
    title: 'update a title',
    // Each round goes once over all videos: when a video's turn comes again, its last edit is long answered.
    body: (n, { videos }) =>
      JSON.stringify({
        query: UPDATE,
        variables: {
          id: videos[n % videos.length],
          version: 1 + Math.floor(n / videos.length),
          title: `Title ${n}`,
        },
      }),
  },
  // Last: what it leaves behind in a server is not to count as another workload's memory.
  {
    name: 'U1',
    title: 'one video, by a document that nobody sent before',
    body: (n, { videos }) =>
      JSON.stringify({ query: `{ video(id: "${videos[n % videos.length]}") { id title nr${n}: slug } }` }),
  },
];

/** @throws Error when there is none of this name */
export function workloadNamed(name: string): Workload {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) throw new Error(`There is no workload ${name}.`);
  return workload;
}

/** All of them in turn. */
export const mixed: Workload = {
  name: 'mixed',
  title: 'each workload in turn',
  body: (n, ids) => {
    const turn = Math.floor(n / workloads.length);
    return workloads[n % workloads.length]?.body(turn, ids) ?? '';
  },
};

import { LatestVideosDocument } from './generated/graphql';
import { LatchkeyClient, LatchkeyRequestError } from './LatchkeyClient';

/** Lists the latest videos: every field below is typed by the schema, from the document beside this file. */
async function main(): Promise<void> {
  const { API_ENDPOINT: endpoint = 'http://localhost:4000/graphql', API_KEY: apiKey } = process.env;
  if (apiKey === undefined) throw new Error('API_KEY must hold an API key with the scope VIDEOS_READ.');
  const client = new LatchkeyClient(endpoint, apiKey);
  const { videos } = await client.request(LatestVideosDocument, { first: 5 });
  for (const video of videos.nodes) console.log(`${video.createdAt}  ${video.title}`);
  console.log(videos.pageInfo.hasNextPage ? '… and more' : 'That is all.');
}

main().catch((error: unknown) => {
  if (error instanceof LatchkeyRequestError) console.error(error.code, error.message, ...error.missingScopes);
  else console.error(error);
  process.exit(1);
});

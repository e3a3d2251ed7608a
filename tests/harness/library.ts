import { type Client } from './Client';

/** What a write gives under its own scope. */
export interface Written {
  id: string;
  version: number;
}

export async function createVideo(client: Client, input: Record<string, unknown>): Promise<Written> {
  const { createVideo: written } = await client.data<{ createVideo: Written }>(
    'mutation ($input: CreateVideoInput!) { createVideo(input: $input) { id version } }',
    { input },
  );
  return written;
}

/** Videos of these titles, made one after another; their ids. */
export async function createVideos(client: Client, titles: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const title of titles) ids.push((await createVideo(client, { title })).id);
  return ids;
}

export async function createCategory(client: Client, input: Record<string, unknown>): Promise<Written> {
  const { createCategory: written } = await client.data<{ createCategory: Written }>(
    'mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { id version } }',
    { input },
  );
  return written;
}

/** A collection that holds these videos. */
export async function createCollection(
  client: Client,
  title: string,
  videoIds: readonly string[] = [],
): Promise<Written> {
  const { createCollection: written } = await client.data<{ createCollection: Written }>(
    'mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { id version } }',
    { input: { title } },
  );
  return videoIds.length === 0 ? written : addVideos(client, written.id, videoIds);
}

export async function addVideos(
  client: Client,
  collectionId: string,
  videoIds: readonly string[],
  position?: number,
): Promise<Written & { addedCount: number }> {
  const { addVideosToCollection } = await client.data<{
    addVideosToCollection: Written & { addedCount: number };
  }>(
    `mutation ($collectionId: ID!, $videoIds: [ID!]!, $position: Int) {
      addVideosToCollection(collectionId: $collectionId, videoIds: $videoIds, position: $position) {
        id version addedCount
      }
    }`,
    { collectionId, videoIds, position },
  );
  return addVideosToCollection;
}

/** The titles of a collection's videos, in its order, and how many it says it has. */
export async function contentsOf(client: Client, id: string): Promise<{ titles: string[]; count: number }> {
  const { collection } = await client.data<{
    collection: { videoCount: number; videos: { nodes: { title: string }[] } };
  }>('query ($id: ID!) { collection(id: $id) { videoCount videos(first: 100) { nodes { title } } } }', {
    id,
  });
  return { titles: collection.videos.nodes.map(({ title }) => title), count: collection.videoCount };
}

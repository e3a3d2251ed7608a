import DataLoader from 'dataloader';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';

/** The same fields as Latchkey's, without any access rule: what a tutorial would write. */
export const typeDefs = /* GraphQL */ `
  type Query {
    video(id: ID!): Video
    videos(first: Int = 20): VideoConnection!
    collections(first: Int = 20): CollectionConnection!
  }
  type Mutation {
    updateVideo(input: UpdateVideoInput!): UpdateVideoPayload!
  }
  input UpdateVideoInput {
    id: ID!
    version: Int!
    title: String!
  }
  type UpdateVideoPayload {
    video: Video!
  }
  type VideoConnection {
    nodes: [Video!]!
  }
  type CollectionConnection {
    nodes: [Collection!]!
  }
  type Video {
    id: ID!
    title: String!
    slug: String!
    description: String!
    status: String!
    visibility: String!
    durationSeconds: Int
    thumbnailUrl: String
    publishedAt: String
    createdAt: String!
    collections(first: Int = 20): CollectionConnection!
  }
  type Collection {
    id: ID!
    title: String!
    videos(first: Int = 20): VideoConnection!
  }
`;

type Row = RowDataPacket & { id: string };

export interface PeerContext {
  readonly pool: Pool;
  readonly collectionsOf: DataLoader<string, Row[]>;
  readonly videosOf: DataLoader<string, Row[]>;
}

export function openPool(): Pool {
  return createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10, timezone: 'Z', dateStrings: true });
}

/** A request's own loaders: each related list is one statement, however many rows ask. */
export function createContext(pool: Pool): PeerContext {
  return {
    pool,
    collectionsOf: related(
      pool,
      `SELECT cv.videoId AS parent, c.id, c.title FROM collection_videos cv JOIN collections c ON c.id = cv.collectionId
       WHERE cv.videoId IN (?)`,
    ),
    videosOf: related(
      pool,
      `SELECT cv.collectionId AS parent, v.id, v.title, v.slug, IF(v.publishAt IS NULL, 'DRAFT', 'PUBLISHED') AS status, v.durationSeconds FROM collection_videos cv
       JOIN videos v ON v.id = cv.videoId WHERE cv.collectionId IN (?) ORDER BY cv.position`,
    ),
  };
}

function related(pool: Pool, sql: string): DataLoader<string, Row[]> {
  return new DataLoader(async (parents) => {
    const [rows] = await pool.query<(Row & { parent: string })[]>(sql, [parents]);
    const byParent = new Map<string, Row[]>(parents.map((parent) => [parent, []]));
    for (const row of rows) byParent.get(row.parent)?.push(row);
    return parents.map((parent) => byParent.get(parent) ?? []);
  });
}

/** Latchkey's table holds one point in time, from which status and publishedAt follow. */
const VIDEOS = `SELECT v.*, IF(v.publishAt IS NULL, 'DRAFT', 'PUBLISHED') AS status, v.publishAt AS publishedAt FROM videos v`;
const VIDEO = `${VIDEOS} WHERE v.id = ?`;

export const resolvers = {
  Query: {
    video: async (_: unknown, { id }: { id: string }, { pool }: PeerContext) =>
      (await pool.query<Row[]>(VIDEO, [id]))[0][0] ?? null,
    videos: async (_: unknown, { first }: { first: number }, { pool }: PeerContext) => ({
      nodes: (await pool.query<Row[]>(`${VIDEOS} ORDER BY v.createdAt DESC, v.id DESC LIMIT ?`, [first]))[0],
    }),
    collections: async (_: unknown, { first }: { first: number }, { pool }: PeerContext) => ({
      nodes: (
        await pool.query<Row[]>('SELECT * FROM collections ORDER BY createdAt DESC, id DESC LIMIT ?', [first])
      )[0],
    }),
  },
  Mutation: {
    updateVideo: async (
      _: unknown,
      { input }: { input: { id: string; title: string } },
      { pool }: PeerContext,
    ) => {
      await pool.query('UPDATE videos SET title = ? WHERE id = ?', [input.title, input.id]);
      return { video: (await pool.query<Row[]>(VIDEO, [input.id]))[0][0] };
    },
  },
  Video: {
    collections: async (video: Row, { first }: { first: number }, { collectionsOf }: PeerContext) => ({
      nodes: (await collectionsOf.load(video.id)).slice(0, first),
    }),
  },
  Collection: {
    videos: async (collection: Row, { first }: { first: number }, { videosOf }: PeerContext) => ({
      nodes: (await videosOf.load(collection.id)).slice(0, first),
    }),
  },
};

import { createConnection } from 'mysql2/promise';
import { type AdminPrincipal } from '../src/auth/principal';
import { readConfig } from '../src/config';
import { openDatabase } from '../src/database/openDatabase';
import { servicesOn } from './services';
import { type BenchIds } from './workloads';

const VIDEOS = 400;
const COLLECTIONS = 20;
const VIDEOS_PER_COLLECTION = 20;

export interface BenchData {
  readonly url: string;
  readonly ids: BenchIds;
  /** A key with the scopes that the workloads need. */
  readonly authorization: string;
  /** Puts every video back to version 1, for the next run of M1. */
  resetVersions(): Promise<void>;
}

/**
 * Makes a database of this name on the server, replacing what was there, with a platform, a key, 400 videos and 20
 * collections of 20.
 */
export async function createData(server: string, name: string): Promise<BenchData> {
  const run = async (statement: string): Promise<void> => {
    const connection = await createConnection(server.replace(/^mariadb:/, 'mysql:'));
    await connection.query(statement);
    await connection.end();
  };
  await run(`DROP DATABASE IF EXISTS ${name}`);
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const config = readConfig({ DATABASE_URL: url.href });
  const database = await openDatabase({ url: url.href, poolSize: 4 });
  await database.migrate();
  const services = servicesOn(database, config);

  const platform = await services.platforms.create({ name: 'Bench' });
  const admin: AdminPrincipal = {
    kind: 'admin',
    requestId: 'bench',
    id: 'bench',
    name: 'Bench',
    email: 'bench@example.com',
    platformId: platform.id,
    sessionId: 'bench',
    scopes: services.catalogue.all,
    expiresAt: new Date(8.64e15),
  };
  const scopes = ['VIDEOS_READ', 'VIDEOS_WRITE', 'COLLECTIONS_READ'];
  const { token } = await services.apiKeys.create(admin, { name: 'Bench', scopes });
  const videos: string[] = [];
  for (let index = 0; index < VIDEOS; index += 1) {
    const video = await services.videos.create(admin, {
      title: `Video ${index}`,
      description:
        'A walk through the whole of it, from the first cut to the last, with the reasons why. '.repeat(3),
      durationSeconds: 600 + index,
      thumbnailUrl: `https://images.example.com/${index}.jpg`,
    });
    videos.push(video.id);
  }
  for (let index = 0; index < COLLECTIONS; index += 1) {
    const collection = await services.collections.create(admin, { title: `Collection ${index}` });
    const first = index * VIDEOS_PER_COLLECTION;
    await services.collectionContents.add(admin, {
      collectionId: collection.id,
      videoIds: videos.slice(first, first + VIDEOS_PER_COLLECTION),
    });
  }
  await database.close();
  return {
    url: url.href,
    ids: { videos },
    authorization: `Bearer ${token.reveal()}`,
    resetVersions: () => run(`UPDATE ${name}.videos SET version = 1`),
  };
}

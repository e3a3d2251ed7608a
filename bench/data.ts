import { createConnection } from 'mysql2/promise';
import { type AdminPrincipal } from '../src/auth/principal';
import { readConfig } from '../src/config';
import { openDatabase } from '../src/database/openDatabase';
import { createDemoData } from '../src/demo/createDemoData';
import { createOperatorServices } from '../src/operatorServices';
import { Platform } from '../src/platforms/Platform';
import { type Services } from '../src/services';
import { servicesOn } from './services';
import { type BenchIds } from './workloads';

const VIDEOS = 400;
const COLLECTIONS = 20;
const VIDEOS_PER_COLLECTION = 20;

export interface BenchData {
  readonly url: string;
  readonly ids: BenchIds;
  /** The header of a key with the scopes that the workloads need. */
  readonly authorization: string;
  /** Puts every video back to version 1, for the next run of M1. */
  resetVersions(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Makes a database of this name on the server, replacing what was there, with a platform, a key, 400 videos and 20
 * collections of 20.
 */
export async function createData(server: string, name: string): Promise<BenchData> {
  const url = await emptyDatabase(server, name);
  const config = readConfig({ DATABASE_URL: url });
  const database = await openDatabase({ url, poolSize: 4 });
  await database.migrate();
  const services = servicesOn(database, config);
  const platform = await services.platforms.create({ name: 'Bench' });
  const admin = adminOf(platform.id, services);
  const authorization = await keyOf(admin, services);
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
    url,
    ids: { videos },
    authorization,
    resetVersions: () => run(server, `UPDATE ${name}.videos SET version = 1`),
    drop: () => run(server, `DROP DATABASE ${name}`),
  };
}

/**
 * Makes a database of this name on the server, replacing what was there.
 * @returns its address
 */
export async function emptyDatabase(server: string, name: string): Promise<string> {
  await run(server, `DROP DATABASE IF EXISTS ${name}`);
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Fills an empty database as the first start does.
 * @returns the `authorization` header of a key of one of the demo platforms
 */
export async function createDemo(url: string): Promise<string> {
  const config = readConfig({ DATABASE_URL: url });
  const database = await openDatabase({ url, poolSize: 4 });
  await database.migrate();
  await createDemoData(createOperatorServices(database, config));
  const platform = await database.reads.findOneByOrFail(Platform, {});
  const services = servicesOn(database, config);
  const authorization = await keyOf(adminOf(platform.id, services), services);
  await database.close();
  return authorization;
}

/** @param server as BENCH_DATABASE names it */
export async function run(server: string, statement: string): Promise<void> {
  const connection = await createConnection(server.replace(/^mariadb:/, 'mysql:'));
  await connection.query(statement);
  await connection.end();
}

function adminOf(platformId: string, { catalogue }: Services): AdminPrincipal {
  return {
    kind: 'admin',
    requestId: 'bench',
    id: 'bench',
    name: 'Bench',
    email: 'bench@example.com',
    platformId,
    sessionId: 'bench',
    scopes: catalogue.all,
    expiresAt: new Date(8.64e15),
  };
}

/** The `authorization` header of a new key with the scopes that the workloads need. */
async function keyOf(admin: AdminPrincipal, { apiKeys }: Services): Promise<string> {
  const scopes = ['VIDEOS_READ', 'VIDEOS_WRITE', 'COLLECTIONS_READ'];
  const { token } = await apiKeys.create(admin, { name: 'Bench', scopes });
  return `Bearer ${token.reveal()}`;
}

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Config, readConfig } from '../../src/config';
import { type Database } from '../../src/database/Database';
import { openDatabase } from '../../src/database/openDatabase';
import { type NewPlatform } from '../../src/platforms/PlatformService';
import { createServer } from '../../src/server';
import { type EmailWorker } from '../../src/emails/EmailWorker';
import { type Metrics } from '../../src/metrics/Metrics';
import { type SearchWorker } from '../../src/search/SearchWorker';
import { type Services } from '../../src/services';
import { Client } from './Client';
import { ManualTimer } from './ManualTimer';
import { SqlLog } from './SqlLog';
import { TestClock } from './TestClock';
import { createTestDatabase, type TestDatabase } from './testDatabase';
import { TestPlatform } from './TestPlatform';

/** The whole product on a free port, over a database of its own. */
export interface TestServer {
  readonly address: string;
  readonly clock: TestClock;
  readonly database: Database;
  readonly databaseUrl: string;
  /** Delivers nothing by itself: a test drains it, or starts it. */
  readonly emailWorker: EmailWorker | null;
  /** Writes no words by itself: a test drains it, or starts it. */
  readonly searchWorker: SearchWorker;
  /** What the writing of words rests by. */
  readonly searchTimer: ManualTimer;
  /** What the delivery of e-mails waits by. */
  readonly emailTimer: ManualTimer;
  /** The folder in which e-mails land when there is no mail server. */
  readonly outbox: string;
  /** Where it keeps media, unless it has a bucket. */
  readonly mediaFolder: string;
  /** Every log line at debug level, as JSON text. */
  readonly logLines: readonly string[];
  readonly logger: pino.Logger;
  /** What it counts; null unless the settings want it. */
  readonly metrics: Metrics | null;
  readonly services: Services;
  readonly sql: SqlLog;
  /** A client without credentials. */
  readonly anonymous: Client;
  /** A new platform, which shares nothing with other tests'. */
  platform(options?: Partial<NewPlatform>): Promise<TestPlatform>;
  close(): Promise<void>;
}

const TEST_SETTINGS = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  LATCHKEY_BCRYPT_COST: '4',
  LATCHKEY_LOG_LEVEL: 'debug',
};

/**
 * @param settings environment variables that differ from the tests' defaults
 * @param sharing another server whose database this one is to use, through connections of its own. On the embedded engine
 * the two must not write at the same time: each keeps its own order of transactions
 */
export async function startServer(
  settings: Partial<Record<keyof Config, string>> = {},
  sharing?: TestServer,
): Promise<TestServer> {
  const testDatabase: TestDatabase =
    sharing === undefined
      ? await createTestDatabase()
      : { url: sharing.databaseUrl, drop: () => Promise.resolve() };
  // Made when something is stored, and removed with the server.
  const mediaFolder = join(tmpdir(), `latchkey-media-${randomUUID()}`);
  const outbox = mkdtempSync(join(tmpdir(), 'latchkey-outbox-'));
  const config = readConfig({
    ...TEST_SETTINGS,
    DATABASE_URL: testDatabase.url,
    LATCHKEY_EMAIL_OUTBOX: outbox,
    LATCHKEY_MEDIA_DIR: mediaFolder,
    ...settings,
  });
  const clock = new TestClock();
  const sql = new SqlLog();
  const logLines: string[] = [];
  const logger = pino(
    { level: config.LATCHKEY_LOG_LEVEL },
    { write: (line: string) => void logLines.push(line) },
  );
  const database = await openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.LATCHKEY_DATABASE_POOL,
    timeoutMs: config.LATCHKEY_DATABASE_TIMEOUT_MS,
    logger: sql,
  });
  await database.migrate();
  const emailTimer = new ManualTimer();
  const searchTimer = new ManualTimer();
  const server = await createServer({
    config,
    database,
    clock: clock.now,
    logger,
    emailTimer: emailTimer.start,
    searchTimer: searchTimer.start,
  });
  const address = await server.listen();
  const { services } = server;
  return {
    address,
    clock,
    database,
    databaseUrl: testDatabase.url,
    emailWorker: server.emailWorker,
    emailTimer,
    searchWorker: server.searchWorker,
    searchTimer,
    outbox,
    mediaFolder: config.LATCHKEY_MEDIA_DIR,
    logLines,
    logger,
    metrics: server.metrics,
    services,
    sql,
    anonymous: new Client(address, null),
    platform: (options) => TestPlatform.create(services, address, options),
    close: async () => {
      await server.close();
      await database.close();
      await testDatabase.drop();
      rmSync(outbox, { recursive: true, force: true });
      rmSync(mediaFolder, { recursive: true, force: true });
    },
  };
}

import cluster from 'node:cluster';
import pino from 'pino';
import { systemClock } from './clock';
import { type Config, ConfigError } from './config';
import { type Database } from './database/Database';
import { openDatabase } from './database/openDatabase';
import { oneLine } from './oneLine';
import { type Metrics } from './metrics/Metrics';
import { serveMetrics } from './metrics/serveMetrics';
import { addressAt, createServer } from './server';
import { shutDownOnSignal } from './shutDown';

/** Bytes of log in one write: of several processes, what a pipe takes without mixing them up (PIPE_BUF). */
const WRITE_BYTES = { alone: 65_536, shared: 4_096 };

/** The log of this process. Lines of one of several carry its number. */
export function createLogger(config: Config): pino.Logger {
  const { worker } = cluster;
  const logger = pino({ level: config.LATCHKEY_LOG_LEVEL }, logDestination(config.WORKERS > 1));
  return worker === undefined ? logger : logger.child({ worker: worker.id });
}

/**
 * Lines go out together, some times a second: a write of its own for each costs a sixth of a small request. What is
 * left goes out on exit, also after a failure. They wait as bytes, for text would be gone through again with each line.
 */
function logDestination(isShared: boolean): pino.DestinationStream {
  const maxWrite = isShared ? WRITE_BYTES.shared : WRITE_BYTES.alone;
  const options = {
    sync: false,
    periodicFlush: 100,
    contentMode: 'buffer',
    minLength: maxWrite - 1,
    maxWrite,
  } as const;
  const destination: { write(line: Buffer | string): unknown } = pino.destination(options);
  return { write: (line) => void destination.write(Buffer.from(line)) };
}

/** @throws ConfigError when it can't be reached, in one line */
export function openConfigured(config: Config): Promise<Database> {
  const opened = openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.LATCHKEY_DATABASE_POOL,
    timeoutMs: config.LATCHKEY_DATABASE_TIMEOUT_MS,
  });
  return dueTo('DATABASE_URL', opened);
}

/** Serves from this process until a signal comes, over a database whose migrations have run. */
export async function serve(
  config: Config,
  database: Database,
  logger: pino.Logger,
): Promise<{ address: string; metrics: Metrics | null }> {
  const server = await createServer({ config, database, clock: systemClock, logger });
  const address = await dueTo('HOST, PORT', server.listen());
  logger.info({ address }, 'listening');
  server.emailWorker?.start();
  server.searchWorker.start();
  const drainMs = config.LATCHKEY_DRAIN_MS;
  shutDownOnSignal({ server, database, logger, drainMs, isWorker: cluster.isWorker });
  if (cluster.isWorker) server.metrics?.answerPrimary();
  return { address, metrics: server.metrics };
}

/** Begins to serve metrics where the settings want it. */
export async function serveMetricsAsConfigured(
  config: Config,
  logger: pino.Logger,
  read: () => Promise<string>,
): Promise<void> {
  if (config.LATCHKEY_METRICS_PORT === undefined) return;
  const listening = serveMetrics({ host: config.HOST, port: config.LATCHKEY_METRICS_PORT, read, logger });
  const { port } = await dueTo('HOST, LATCHKEY_METRICS_PORT', listening);
  logger.info({ metrics: `${addressAt(config.HOST, port)}/metrics` }, 'serving metrics');
}

/** Only trying it out tells whether such a setting is right. */
async function dueTo<T>(setting: string, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    throw new ConfigError(`${setting}: ${oneLine(error)}.`);
  }
}

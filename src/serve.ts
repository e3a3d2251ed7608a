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

/**
 * Bytes of log in one write: what a pipe takes from several writers without mixing them up (PIPE_BUF). To gather more would
 * also cost more, for each line is counted together with those that wait.
 */
const WRITE_BYTES = 4_096;

/** The log of this process. Lines of one of several carry its number. */
export function createLogger(config: Config): pino.Logger {
  const { worker } = cluster;
  const logger = pino({ level: config.LATCHKEY_LOG_LEVEL }, logDestination());
  return worker === undefined ? logger : logger.child({ worker: worker.id });
}

/**
 * Lines go out together, some times a second: a write of its own for each costs a sixth of a small request. What is
 * left goes out on exit, also after a failure.
 */
function logDestination(): pino.DestinationStream {
  return pino.destination({
    sync: false,
    periodicFlush: 100,
    minLength: WRITE_BYTES - 1,
    maxWrite: WRITE_BYTES,
  });
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

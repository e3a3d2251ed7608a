import { type FastifyBaseLogger } from 'fastify';
import { type Database } from './database/Database';
import { loggedError } from './http/loggedError';
import { type Server } from './server';

/** The process is gone this long after the signal, whatever is still under way. */
export const HARD_STOP_MS = 9_800;

/**
 * On SIGTERM or SIGINT: readiness goes, requests under way are answered, and the process exits with 0. A second signal
 * ends it at once, unless the process is one of several: then that is for the one that started it, and a terminal sends
 * the same signal to both.
 *
 * @param drainMs how long to go on accepting connections
 */
export function shutDownOnSignal(parts: {
  server: Server;
  database: Database;
  logger: FastifyBaseLogger;
  drainMs: number;
  isWorker: boolean;
}): void {
  const { server, database, logger, drainMs, isWorker } = parts;
  let isUnderWay = false;
  const shutDown = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info({ signal }, 'shutting down');
    setTimeout(() => {
      logger.warn('requests were still under way');
      process.exit(0);
    }, HARD_STOP_MS);
    await server.close(drainMs);
    await database.close();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process[isWorker ? 'on' : 'once'](signal, () => {
      if (isWorker && isUnderWay) return;
      isUnderWay = true;
      shutDown(signal).catch((error: unknown) => {
        logger.error({ error: loggedError(error) }, 'could not shut down in order');
        process.exit(1);
      });
    });
  }
}

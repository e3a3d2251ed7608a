import cluster, { type Worker } from 'node:cluster';
import { type FastifyBaseLogger } from 'fastify';
import { HARD_STOP_MS } from './shutDown';

/** A worker that is still there now won't go by itself. Before the 10 s are over that supervisors commonly grant. */
const KILL_MS = HARD_STOP_MS + 100;
/** A worker that served for this long did not die of how it was started. */
const SHORT_LIFE_MS = 10_000;
const FIRST_DELAY_MS = 250;
const LAST_DELAY_MS = 30_000;

/**
 * Serves from `count` processes, which run this very program as cluster workers. One that dies is replaced: at once when
 * it had lived for a while, else after a delay that doubles with each short life. On SIGTERM or SIGINT all of them drain;
 * this process then exits with 0, or with 1 when one had to be killed or failed. A second signal ends it at once, and
 * workers end when they lose it.
 *
 * @returns the port, when the first worker listens; the others are started then
 * @throws Error when the first worker is gone before it listens
 */
export function startWorkers(count: number, logger: FastifyBaseLogger): Promise<number> {
  let hasListened = false;
  let isLeaving = false;
  let hasFailed = false;
  let shortLives = 0;

  const start = (): Worker => {
    let listeningSince: number | null = null;
    const worker = cluster.fork();
    worker.once('listening', () => (listeningSince = Date.now()));
    // A message to one that has just died, or a process that could not be made.
    worker.on('error', (error) => {
      logger.error({ worker: worker.id, error: error.message }, 'a worker failed');
      if (worker.process.pid === undefined) replace(listeningSince);
    });
    worker.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
      if (isLeaving) return leave(worker, code, signal);
      if (!hasListened) return;
      logger.error({ worker: worker.id, pid: worker.process.pid, code, signal }, 'a worker died');
      replace(listeningSince);
    });
    return worker;
  };

  const replace = (listeningSince: number | null): void => {
    const isShort = listeningSince === null || Date.now() - listeningSince < SHORT_LIFE_MS;
    shortLives = isShort ? shortLives + 1 : 0;
    const delayMs = shortLives === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (shortLives - 1), LAST_DELAY_MS);
    setTimeout(() => {
      if (isLeaving) return;
      const { id } = start();
      logger.info({ worker: id, delayMs }, 'a worker is replaced');
    }, delayMs);
  };

  const leave = (worker: Worker, code: number | null, signal: NodeJS.Signals | null): void => {
    // One that was not ready yet has nothing to drain: the signal ends it.
    const isInOrder = code === 0 || signal === 'SIGTERM' || signal === 'SIGINT';
    if (!isInOrder) {
      hasFailed = true;
      logger.error({ worker: worker.id, code, signal }, 'a worker did not shut down in order');
    }
    exitWhenAlone();
  };

  const exitWhenAlone = (): void => {
    if (running().length > 0) return;
    logger.info('all workers have stopped');
    process.exit(hasFailed ? 1 : 0);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'shutting down all workers');
      isLeaving = true;
      for (const { process: child } of running()) child.kill(signal);
      setTimeout(() => {
        for (const { process: child } of running()) child.kill('SIGKILL');
      }, KILL_MS);
      exitWhenAlone();
    });
  }

  return new Promise((resolve, reject) => {
    const first = start();
    first.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
      if (hasListened || isLeaving) return;
      // It has told why, in one line.
      if (code === 1) process.exit(1);
      reject(new Error(`The first worker ended before it listened: ${signal ?? code}.`));
    });
    first.once('listening', ({ port }: { port: number }) => {
      hasListened = true;
      if (!isLeaving) for (let others = count - 1; others > 0; others -= 1) start();
      resolve(port);
    });
  });
}

function running(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter(
    (worker): worker is Worker =>
      worker !== undefined && !worker.isDead() && worker.process.pid !== undefined,
  );
}

import { type FastifyInstance } from 'fastify';
import { loggedError } from './loggedError';

export interface HealthParts {
  /** Resolves when requests can be served, rejects when not. */
  readonly checkReady: () => Promise<void>;
  readonly isDraining: () => boolean;
}

/** A probe is answered within this, whatever the database does. */
const READY_DEADLINE_MS = 2_000;

/** For whatever runs the process: `/healthz` says that it is alive, `/readyz` that it should get requests. */
export function addHealthRoutes(app: FastifyInstance, { checkReady, isDraining }: HealthParts): void {
  app.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );

  app.get('/readyz', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (isDraining()) return reply.status(503).send({ status: 'unavailable', reason: 'shutting down' });
    try {
      await withinDeadline(checkReady());
    } catch (error) {
      request.log.warn({ requestId: request.id, error: loggedError(error) }, 'not ready');
      return reply.status(503).send({ status: 'unavailable', reason: 'database' });
    }
    return reply.send({ status: 'ready' });
  });
}

async function withinDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time.')), READY_DEADLINE_MS);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

import { type FastifyInstance } from 'fastify';
import { type Metrics } from '../metrics/Metrics';

const PROBES: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz']);

/**
 * Counts each request, and writes one line for it: who called, which operation by name, what came of it and how long it took. Never its text,
 * its variables or its credentials.
 */
export function logRequests(app: FastifyInstance, metrics: Metrics | null): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { caller, operationName, operationType, codes } = request.notes;
    const route = request.routeOptions.url;
    metrics?.answered(route, reply.statusCode, reply.elapsedTime, codes);
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(caller === null ? {} : { [caller.kind === 'key' ? 'keyId' : 'adminId']: caller.id }),
      ...(caller === null ? {} : { platformId: caller.platformId }),
      ...(operationType === null ? {} : { operationName, operationType }),
      ...(codes.length === 0 ? {} : { codes }),
    };
    app.log[PROBES.has(route) ? 'debug' : 'info'](line, 'request');
    done();
  });
}

import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type FastifyBaseLogger } from 'fastify';
import { loggedError } from '../http/loggedError';

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface MetricsServerParts {
  readonly host: string;
  readonly port: number;
  /** The metrics as text for Prometheus. */
  readonly read: () => Promise<string>;
  readonly logger: FastifyBaseLogger;
}

/**
 * Serves `GET /metrics` on a port of its own, which is not for the world to see.
 * @returns the server, and the port that it got
 * @throws Error when the port can't be had
 */
export async function serveMetrics(parts: MetricsServerParts): Promise<{ server: Server; port: number }> {
  const { host, port, read, logger } = parts;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    read().then(
      (text) => response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text),
      (error: unknown) => {
        logger.warn({ error: loggedError(error) }, 'could not gather the metrics');
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

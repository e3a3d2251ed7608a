import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  LogController,
} from 'fastify';
import { type Metrics } from '../metrics/Metrics';
import { clientErrorHandler } from './clientErrors';
import { allowOrigins, type CorsSettings } from './cors';
import { refuse } from './errorAnswer';
import { acceptJsonBodies } from './jsonBody';
import { loggedError } from './loggedError';
import { logRequests } from './logRequests';
import { maskedMessage } from './presentError';
import { newRequestNotes } from './RequestNotes';
import { pathOf } from './url';

export interface AppSettings {
  readonly logger: FastifyBaseLogger;
  readonly maxBodyBytes: number;
  /** How many proxies in front to believe about the client's address. */
  readonly trustedProxies: number;
  readonly cors: CorsSettings;
  /** Null when nobody asks for them. */
  readonly metrics: Metrics | null;
  /** Once true, every answer asks its client to come back through another connection. */
  readonly isDraining: () => boolean;
}

/** How long a request may take to arrive in full. */
const ARRIVAL_MS = 30_000;

/** No underscore: neither an API key nor a session token can pass for a request id. */
const REQUEST_ID = /^[0-9A-Za-z-]{8,64}$/;

const ALLOWED_METHODS: Readonly<Record<string, string>> = {
  '/graphql': 'GET, POST',
  '/healthz': 'GET',
  '/readyz': 'GET',
  '/webhooks/stripe': 'POST',
};

/** What HTTP itself asks for, before any route: ids, log lines, CORS, bodies, and JSON for whatever can't be served. */
export function createApp(settings: AppSettings): FastifyInstance {
  const { logger } = settings;
  const app = Fastify({
    loggerInstance: logger,
    // Ours is the one line for each request, and whatever else is logged of one names it by itself.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (parent) => parent,
    bodyLimit: settings.maxBodyBytes,
    requestTimeout: ARRIVAL_MS,
    trustProxy: (_address: string, hop: number) => hop < settings.trustedProxies,
    genReqId: requestId,
    forceCloseConnections: 'idle' as const,
    // What still arrives on an open connection is served: its client can't know that the server is leaving.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // Node would answer without a body; the hook below does it in our shape (RFC 9112 section 3.2).
    http: { requireHostHeader: false },
    clientErrorHandler: clientErrorHandler(logger),
    frameworkErrors: (_error, request, reply) => {
      request.notes = newRequestNotes();
      void refuse(reply, 400, 'The URL is not well formed.');
    },
  });

  // Each request gets notes of its own in the hook below.
  app.decorateRequest('notes');
  app.addHook('onRequest', (request, reply, done) => {
    request.notes = newRequestNotes();
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    if (request.raw.httpVersion === '1.1' && request.raw.headers.host === undefined)
      void refuse(reply, 400, 'The Host header is missing.');
    else done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (settings.isDraining()) void reply.header('connection', 'close');
    done();
  });
  logRequests(app, settings.metrics);
  allowOrigins(app, settings.cors);
  acceptJsonBodies(app);

  app.setNotFoundHandler((request, reply) => {
    const allowed = ALLOWED_METHODS[pathOf(request.url)];
    if (allowed === undefined) return refuse(reply, 404, 'There is nothing here: the API is at /graphql.');
    void reply.header('allow', allowed);
    return refuse(reply, 405, `Use ${allowed}.`);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) {
      // The rest of the body is read and dropped; to close now could cost the client this answer.
      void reply.removeHeader('connection');
      return refuse(reply, 413, `The body is too large: at most ${settings.maxBodyBytes} bytes are allowed.`);
    }
    if (status === 415) return refuse(reply, 415, 'Send a JSON body in UTF-8, as application/json.');
    if (status >= 400 && status < 500) return refuse(reply, status, clientMessage(error));
    request.notes.codes = ['INTERNAL_SERVER_ERROR'];
    logger.error({ requestId: request.id, error: loggedError(error) }, 'a request failed');
    return reply.status(500).send({
      errors: [
        { message: maskedMessage, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: request.id } },
      ],
    });
  });
  return app;
}

/** GraphQL judges what comes in and what goes out. fastify's own compilers take long to load, wanted or not. */
function noSchemas(): never {
  throw new Error('No route has a JSON schema.');
}

function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** fastify's own messages may quote the request; ours are written for it. */
function clientMessage(error: FastifyError): string {
  return error.code === undefined ? error.message : 'The request could not be read.';
}

import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyBaseLogger } from 'fastify';
import { Authenticator } from './auth/Authenticator';
import { KeyReader } from './auth/keyReader';
import { KeyUsage } from './auth/KeyUsage';
import { SecretVerifier } from './auth/SecretVerifier';
import { SessionReader } from './auth/sessionReader';
import { type Clock, systemTimer, type Timer } from './clock';
import { type Config } from './config';
import { Context } from './context';
import { type Database } from './database/Database';
import { createEmailWorker } from './emails/createEmailWorker';
import { type EmailWorker } from './emails/EmailWorker';
import { createApollo } from './http/apollo';
import { createApp } from './http/createApp';
import { examineRequest } from './http/examineRequest';
import { addGraphqlRoute } from './http/graphqlRoute';
import { addHealthRoutes } from './http/health';
import { loggedError } from './http/loggedError';
import { addMediaRoute } from './http/mediaRoute';
import { presentRefusal } from './http/presentError';
import { sendSandbox } from './http/sandbox';
import { stopListening } from './http/stopListening';
import { addStripeWebhookRoute } from './http/stripeWebhookRoute';
import { addUnsubscribeRoutes } from './http/unsubscribeRoutes';
import { createMailTransport } from './integrations/email/createMailTransport';
import { DocumentLimits } from './limits/DocumentLimits';
import { OperationLimits } from './limits/OperationLimits';
import { Metrics } from './metrics/Metrics';
import { buildSchema } from './schema';
import { createSearchWorker } from './search/createSearchWorker';
import { type SearchWorker } from './search/SearchWorker';
import { createServices, type Services } from './services';

export interface ServerParts {
  config: Config;
  database: Database;
  clock: Clock;
  logger: FastifyBaseLogger;
  /** What the delivery of e-mails waits by; the real time when left out. */
  emailTimer?: Timer;
  /** What the index of words rests by; the real time when left out. */
  searchTimer?: Timer;
}

export interface Server {
  /** What it serves with, for whoever needs to call a service directly. */
  readonly services: Services;
  /** Delivers e-mails once it is started; null when they can't leave the house. */
  readonly emailWorker: EmailWorker | null;
  /** Has the index of words follow the rows once it is started. */
  readonly searchWorker: SearchWorker;
  /** What it counts; null when LATCHKEY_METRICS_PORT is not set. */
  readonly metrics: Metrics | null;
  /** Begins to serve, and gives the address, `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /**
   * Says at `/readyz` that it is leaving, goes on serving for `drainMs` milliseconds (none when left out) so that
   * whoever routes requests can notice, answers what is under way, then lets go of the port. The database stays open:
   * it is the caller's.
   */
  close(drainMs?: number): Promise<void>;
}

/** Where a server that listens there is reached from this machine. */
export function addressAt(host: string, port: number): string {
  return `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`;
}

/** The composition root: puts the parts together. Several servers may live in one process. */
export async function createServer({
  config,
  database,
  clock,
  logger,
  emailTimer = systemTimer,
  searchTimer = systemTimer,
}: ServerParts): Promise<Server> {
  const production = config.NODE_ENV === 'production';
  const { schema, catalogue, gate, operations } = buildSchema({
    production,
    maxTokens: config.LATCHKEY_MAX_TOKENS,
  });
  const documents = new DocumentLimits({
    tokens: config.LATCHKEY_MAX_TOKENS,
    depth: config.LATCHKEY_MAX_DEPTH,
    aliases: config.LATCHKEY_MAX_ALIASES,
    directives: config.LATCHKEY_MAX_DIRECTIVES,
  });
  const secrets = new SecretVerifier();
  const metrics =
    config.LATCHKEY_METRICS_PORT === undefined
      ? null
      : new Metrics({
          bcryptWaiting: () => secrets.waiting,
          connectionsInUse: () => database.connectionsInUse,
        });
  // Until it listens nobody knows the port that was free; nothing is sent before.
  let publicUrl = config.LATCHKEY_PUBLIC_URL ?? `http://localhost:${config.PORT}`;
  const mail = createMailTransport(config);
  const emailWorker = createEmailWorker({
    config,
    database,
    clock,
    timer: emailTimer,
    logger,
    transport: mail,
    metrics,
    publicUrl: () => publicUrl,
  });
  const searchWorker = createSearchWorker({ database, timer: searchTimer, logger });
  const services = createServices({
    config,
    database,
    clock,
    catalogue,
    operations,
    mail,
    onEmailQueued: () => emailWorker?.wake(),
    publicUrl: () => publicUrl,
  });
  const usage = new KeyUsage({
    database,
    timer: systemTimer,
    onError: (error) => logger.warn({ error: loggedError(error) }, 'could not note when keys were used'),
  });
  const authenticator = new Authenticator({
    keys: new KeyReader({ database, catalogue, onRead: (count) => metrics?.keysRead(count) }),
    sessions: new SessionReader(database),
    secrets,
    usage,
    catalogue,
    clock,
  });
  const limits = new OperationLimits(schema, {
    cost: config.LATCHKEY_MAX_COST,
    depth: config.LATCHKEY_MAX_DEPTH,
  });
  const apollo = createApollo({
    schema,
    gate,
    limits,
    hideSchema: production,
    onAdmitted: (caller, scopes) => {
      if (caller.kind === 'key') usage.record(caller.id, scopes.ids(), clock());
    },
    onFallback: metrics === null ? undefined : (reason) => metrics.fellBack(reason),
    logger,
  });
  await apollo.start();

  let draining = false;
  const isDraining = (): boolean => draining;
  const app = createApp({
    logger,
    isDraining,
    metrics,
    maxBodyBytes: config.LATCHKEY_MAX_BODY_BYTES,
    trustedProxies: config.LATCHKEY_TRUST_PROXY,
    cors: { origins: config.LATCHKEY_CORS_ORIGINS, development: !production },
  });
  addUnsubscribeRoutes(app, services.unsubscriptions);
  addHealthRoutes(app, { isDraining, checkReady: () => database.checkReady() });
  addStripeWebhookRoute(app, services.stripeWebhook);
  if (config.LATCHKEY_S3_BUCKET === undefined) addMediaRoute(app, config.LATCHKEY_MEDIA_DIR);
  addGraphqlRoute(app, {
    apollo,
    sendPage: production ? undefined : sendSandbox,
    createContext: async (request) => {
      const { id: requestId, notes } = request;
      const arrived = performance.now();
      try {
        const caller = await authenticator.authenticate(request.raw.rawHeaders, requestId);
        notes.caller = caller;
        // After the credentials: nobody without valid ones has a document looked at on their behalf.
        examineRequest(request, documents, config.LATCHKEY_MAX_DEPTH);
        return new Context({ requestId, arrived, clientAddress: request.ip, caller, services, notes });
      } catch (error) {
        throw presentRefusal(error, { requestId, logger });
      }
    },
  });

  return {
    services,
    emailWorker,
    searchWorker,
    metrics,
    listen: async () => {
      await app.listen({ host: config.HOST, port: config.PORT });
      const { port } = app.server.address() as AddressInfo;
      const address = addressAt(config.HOST, port);
      publicUrl = config.LATCHKEY_PUBLIC_URL ?? address;
      return address;
    },
    close: async (drainMs = 0) => {
      draining = true;
      const undelivered = emailWorker?.stop();
      const unwritten = searchWorker.stop();
      if (drainMs > 0) {
        await sleep(drainMs);
        await stopListening(app.server);
      }
      await app.close();
      await apollo.stop();
      await usage.close();
      await undelivered;
      await unwritten;
    },
  };
}

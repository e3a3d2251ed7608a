import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyBaseLogger } from 'fastify';
import { Authenticator } from './auth/Authenticator';
import { KeyReader } from './auth/keyReader';
import { KeyUsage } from './auth/KeyUsage';
import { SecretVerifier } from './auth/SecretVerifier';
import { SessionReader } from './auth/sessionReader';
import { type Clock, systemTimer } from './clock';
import { type Config } from './config';
import { Context } from './context';
import { type Database } from './database/Database';
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
import { DocumentLimits } from './limits/DocumentLimits';
import { OperationLimits } from './limits/OperationLimits';
import { buildSchema } from './schema';
import { createServices, type Services } from './services';

export interface ServerParts {
  config: Config;
  database: Database;
  clock: Clock;
  logger: FastifyBaseLogger;
}

export interface Server {
  /** What it serves with, for whoever needs to call a service directly. */
  readonly services: Services;
  /** Begins to serve, and gives the address, `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /**
   * Says at `/readyz` that it is leaving, goes on serving for `drainMs` milliseconds (none when left out) so that
   * whoever routes requests can notice, answers what is under way, then lets go of the port. The database stays open:
   * it is the caller's.
   */
  close(drainMs?: number): Promise<void>;
}

/** The composition root: puts the parts together. Several servers may live in one process. */
export async function createServer({ config, database, clock, logger }: ServerParts): Promise<Server> {
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
  let address = addressAt(config.HOST, config.PORT);
  const services = createServices({
    config,
    database,
    clock,
    catalogue,
    operations,
    ownAddress: () => address,
  });
  const usage = new KeyUsage({
    database,
    timer: systemTimer,
    onError: (error) => logger.warn({ error: loggedError(error) }, 'could not note when keys were used'),
  });
  const authenticator = new Authenticator({
    keys: new KeyReader(database),
    sessions: new SessionReader(database),
    secrets: new SecretVerifier(),
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
    logger,
  });
  await apollo.start();

  let draining = false;
  const isDraining = (): boolean => draining;
  const app = createApp({
    logger,
    isDraining,
    maxBodyBytes: config.LATCHKEY_MAX_BODY_BYTES,
    trustedProxies: config.LATCHKEY_TRUST_PROXY,
    cors: { origins: config.LATCHKEY_CORS_ORIGINS, development: !production },
  });
  addHealthRoutes(app, { isDraining, checkReady: () => database.checkReady() });
  if (config.LATCHKEY_S3_BUCKET === undefined) addMediaRoute(app, config.LATCHKEY_MEDIA_DIR);
  addGraphqlRoute(app, {
    apollo,
    sendPage: production ? undefined : sendSandbox,
    createContext: async (request) => {
      const { id: requestId, notes } = request;
      try {
        const caller = await authenticator.authenticate(request.raw.rawHeaders, requestId);
        notes.caller = caller;
        // After the credentials: nobody without valid ones has a document looked at on their behalf.
        examineRequest(request, documents, config.LATCHKEY_MAX_DEPTH);
        return new Context({ requestId, clientAddress: request.ip, caller, services, notes });
      } catch (error) {
        throw presentRefusal(error, { requestId, logger });
      }
    },
  });

  return {
    services,
    listen: async () => {
      await app.listen({ host: config.HOST, port: config.PORT });
      const { port } = app.server.address() as AddressInfo;
      address = addressAt(config.HOST, port);
      return address;
    },
    close: async (drainMs = 0) => {
      draining = true;
      if (drainMs > 0) {
        await sleep(drainMs);
        await stopListening(app.server);
      }
      await app.close();
      await apollo.stop();
      await usage.close();
    },
  };
}

/** The address of a server on this machine. */
function addressAt(host: string, port: number): string {
  return `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`;
}

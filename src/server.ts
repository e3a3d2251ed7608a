import { type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger } from 'fastify';
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
import { addGraphqlRoute } from './http/graphqlRoute';
import { presentRefusal } from './http/presentError';
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
  /** Answers what is under way, then lets go of the port. The database stays open: it is the caller's. */
  close(): Promise<void>;
}

/** The composition root: puts the parts together. Several servers may live in one process. */
export async function createServer({ config, database, clock, logger }: ServerParts): Promise<Server> {
  const { schema, catalogue, gate, operations } = buildSchema({
    production: config.NODE_ENV === 'production',
    maxTokens: config.LATCHKEY_MAX_TOKENS,
  });
  const services = createServices({ config, database, clock, catalogue, operations });
  const usage = new KeyUsage({
    database,
    timer: systemTimer,
    onError: (error) => logger.warn({ err: error }, 'could not note when keys were used'),
  });
  const authenticator = new Authenticator({
    keys: new KeyReader(database),
    sessions: new SessionReader(database),
    secrets: new SecretVerifier(),
    usage,
    catalogue,
    clock,
  });
  const apollo = createApollo({
    schema,
    gate,
    onAdmitted: (caller, scopes) => {
      if (caller.kind === 'key') usage.record(caller.id, scopes.ids(), clock());
    },
    logger,
  });
  await apollo.start();

  const app = Fastify({
    loggerInstance: logger,
    bodyLimit: config.LATCHKEY_MAX_BODY_BYTES,
    trustProxy: (_address: string, hop: number) => hop < config.LATCHKEY_TRUST_PROXY,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle' as const,
  });
  addGraphqlRoute(app, apollo, async (request) => {
    try {
      const caller = await authenticator.authenticate(request.raw.rawHeaders, request.id);
      return new Context({ requestId: request.id, clientAddress: request.ip, caller, services });
    } catch (error) {
      throw presentRefusal(error, { requestId: request.id, logger });
    }
  });

  return {
    services,
    listen: async () => {
      await app.listen({ host: config.HOST, port: config.PORT });
      const { port } = app.server.address() as AddressInfo;
      return `http://${config.HOST === '0.0.0.0' ? 'localhost' : config.HOST}:${port}`;
    },
    close: async () => {
      await app.close();
      await apollo.stop();
      await usage.close();
    },
  };
}

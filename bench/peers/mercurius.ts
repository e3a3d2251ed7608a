import Fastify from 'fastify';
import { type DirectiveNode, Kind } from 'graphql';
import mercurius from 'mercurius';
import mercuriusAuth from 'mercurius-auth';
import { authenticate, type Caller } from './keys';
import { createContext, openPool, type PeerContext, resolvers, typeDefs } from './shared';

declare module 'mercurius' {
  interface MercuriusContext extends PeerContext {
    authorization?: string;
  }
}

declare module 'mercurius-auth' {
  interface MercuriusAuthContext extends Partial<Caller> {}
}

const DIRECTIVE = 'directive @requires(scope: String!) on FIELD_DEFINITION\n';

/** Mercurius with graphql-jit and mercurius-auth: a directive on each field that leads to videos or collections. */
async function main(): Promise<void> {
  const pool = openPool();
  const app = Fastify();
  const guarded = typeDefs
    .replace('video(id: ID!): Video', 'video(id: ID!): Video @requires(scope: "VIDEOS_READ")')
    .replaceAll('videos(first: Int = 20): VideoConnection!', '$& @requires(scope: "VIDEOS_READ")')
    .replaceAll(
      'collections(first: Int = 20): CollectionConnection!',
      '$& @requires(scope: "COLLECTIONS_READ")',
    )
    .replace('UpdateVideoPayload!', '$& @requires(scope: "VIDEOS_WRITE")');
  await app.register(mercurius, {
    schema: DIRECTIVE + guarded,
    resolvers,
    jit: 1,
    context: (request) => ({ ...createContext(pool), authorization: request.headers.authorization }),
  });
  await app.register(mercuriusAuth, {
    authDirective: 'requires',
    authContext: async ({ authorization }) => (await authenticate(pool, authorization)) ?? {},
    applyPolicy: (directive: DirectiveNode, _parent, _args, context) => {
      const argument = directive.arguments?.[0];
      const scope = argument?.value.kind === Kind.STRING ? argument.value.value : '';
      return Promise.resolve(context.auth?.scopes?.has(scope) ?? false);
    },
  });
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
}

void main();

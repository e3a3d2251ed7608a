import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { applyMiddleware } from 'graphql-middleware';
import { rule, shield } from 'graphql-shield';
import { authenticate, type Caller } from './keys';
import { createContext, openPool, type PeerContext, resolvers, typeDefs } from './shared';

interface Context extends PeerContext {
  readonly caller: Caller | null;
}

const holds = (scope: string): ReturnType<ReturnType<typeof rule>> =>
  rule(scope, { cache: 'contextual' })(
    (_parent: unknown, _args: unknown, { caller }: Context) => caller?.scopes.has(scope) ?? false,
  );

const readVideos = holds('VIDEOS_READ');
const readCollections = holds('COLLECTIONS_READ');

/** Apollo Server with graphql-shield: a rule on every field. */
async function main(): Promise<void> {
  const pool = openPool();
  const permissions = shield({
    Query: { video: readVideos, videos: readVideos, collections: readCollections },
    Mutation: { updateVideo: holds('VIDEOS_WRITE') },
    Video: { '*': readVideos, collections: readCollections },
    Collection: { '*': readCollections, videos: readVideos },
  });
  const schema = applyMiddleware(makeExecutableSchema({ typeDefs, resolvers }), permissions);
  const server = new ApolloServer<Context>({ schema });
  await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
    context: async ({ req }) => ({
      ...createContext(pool),
      caller: await authenticate(pool, req.headers.authorization),
    }),
  });
}

void main();

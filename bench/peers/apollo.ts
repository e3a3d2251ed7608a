import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createContext, openPool, type PeerContext, resolvers, typeDefs } from './shared';

/** Apollo Server as its tutorial starts it: no keys, no scopes. */
async function main(): Promise<void> {
  const pool = openPool();
  const server = new ApolloServer<PeerContext>({ typeDefs, resolvers });
  await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
    context: () => Promise.resolve(createContext(pool)),
  });
}

void main();

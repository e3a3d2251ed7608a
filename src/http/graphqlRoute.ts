import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '../context';

/** Makes the context of one request. Throws (as a presented refusal) when its credentials are not valid. */
export type ContextFactory = (request: FastifyRequest) => Promise<Context>;

/** Hands GET and POST /graphql to Apollo Server, without any layer in between. */
export function addGraphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  createContext: ContextFactory,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const response = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: headerMap(request.headers),
          search: searchOf(request.url),
          body: request.body,
        },
        context: () => createContext(request),
      });
      for (const [name, value] of response.headers) void reply.header(name, value);
      void reply.status(response.status ?? 200);
      if (response.body.kind !== 'complete') throw new Error('Incremental delivery is not enabled.');
      return reply.send(response.body.string);
    },
  });
}

function headerMap(headers: FastifyRequest['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}

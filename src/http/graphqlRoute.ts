import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '../context';
import { answerTypeFor, prefersHtml } from './accepts';
import { AnswerBytes } from './AnswerBytes';
import { refuse } from './errorAnswer';
import { searchOf } from './url';

const JUDGED_HEADERS = ['content-type', 'apollo-require-preflight', 'x-apollo-operation-name'];

/** Makes the context of one request. Throws (as a presented refusal) when its credentials are not valid. */
export type ContextFactory = (request: FastifyRequest) => Promise<Context>;

interface GraphqlRouteParts {
  readonly apollo: ApolloServer<Context>;
  readonly createContext: ContextFactory;
  /** Answers a browser that opens the address; left out, it is told that this is no page. */
  readonly sendPage?: (reply: FastifyReply) => FastifyReply;
}

/** Hands GET and POST /graphql to Apollo Server, without any layer in between. */
export function addGraphqlRoute(
  app: FastifyInstance,
  { apollo, createContext, sendPage }: GraphqlRouteParts,
): void {
  const answerBytes = new AnswerBytes();
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const { accept } = request.headers;
      if (isBrowser(request)) {
        if (sendPage !== undefined) return sendPage(reply);
        return refuse(
          reply,
          406,
          'This is a GraphQL endpoint, not a page: send a query as a POST with a JSON body.',
        );
      }
      // Judged before anything runs: a mutation must not be done and then answered with 406.
      const answerType = answerTypeFor(accept);
      if (answerType === null) return refuse(reply, 406, 'Answers are JSON: accept application/json.');
      const headers = headersToJudge(request.headers);
      // Told nothing, Apollo Server answers with JSON, and has nothing to negotiate a second time.
      headers.set('accept', answerType === 'application/json' ? '' : answerType);
      const response = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers,
          search: searchOf(request.url),
          body: request.body,
        },
        context: () => createContext(request),
      });
      return send(request, reply, response, answerBytes);
    },
  });
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  response: HTTPGraphQLResponse,
  answerBytes: AnswerBytes,
): FastifyReply {
  if (response.body.kind !== 'complete') throw new Error('Incremental delivery is not enabled.');
  const { string } = response.body;
  const status = response.status ?? 200;
  // What failed outside any field got no id to quote: fastify's error handler gives it one.
  if (status === 500 && !string.includes(request.id))
    throw new Error('Apollo Server could not serve the request.');
  if (status !== 200 && request.notes.codes.length === 0) request.notes.codes = codesIn(string);
  for (const [name, value] of response.headers) void reply.header(name, value);
  const body = answerBytes.of(string, request.notes.operationType === 'query');
  // Some answers hold what only their caller may see, and one holds a new key.
  return reply.header('cache-control', 'no-store').status(status).send(body);
}

/** Codes of a refusal that came before there was a context to note them in. */
function codesIn(body: string): string[] {
  const { errors } = JSON.parse(body) as { errors?: { extensions?: { code?: string } }[] };
  return [...new Set((errors ?? []).flatMap(({ extensions }) => extensions?.code ?? []))];
}

/** A person who opens the address, as against a client that sends a query with GET. */
function isBrowser({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && prefersHtml(headers.accept) && !new URLSearchParams(searchOf(url)).has('query');
}

/** What Apollo Server judges a request by, for its protection against CSRF. Nothing else gets there, least of all credentials. */
function headersToJudge(headers: FastifyRequest['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const name of JUDGED_HEADERS) {
    const value = headers[name];
    if (value !== undefined) map.set(name, String(value));
  }
  return map;
}

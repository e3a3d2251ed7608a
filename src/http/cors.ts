import { type FastifyInstance } from 'fastify';

/** Apollo's hosted Sandbox and any page of the developer's own machine. */
const DEVELOPMENT_ORIGIN =
  /^(https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?|https:\/\/studio\.apollographql\.com)$/;

const ALLOWED_HEADERS =
  'content-type, authorization, x-request-id, apollo-require-preflight, x-apollo-operation-name';
const EXPOSED_HEADERS = 'x-request-id, retry-after, www-authenticate';
const PREFLIGHT_SECONDS = '600';

export interface CorsSettings {
  /** Origins whose pages may read the answers; `*` for any. */
  readonly origins: readonly string[];
  /** Whether pages of the developer's own machine may, too. */
  readonly development: boolean;
}

/**
 * Lets pages of other origins read the answers (Fetch standard, section 3.2). Cookies take no part: a page must hold a
 * credential and send it itself, so this opens nothing that a page could not have asked for through its own server.
 */
export function allowOrigins(app: FastifyInstance, { origins, development }: CorsSettings): void {
  const isAllowed = (origin: string): boolean =>
    origins.includes('*') || origins.includes(origin) || (development && DEVELOPMENT_ORIGIN.test(origin));

  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isAllowed(origin)) return done();
    void reply
      .header('access-control-allow-origin', origin)
      .header('access-control-expose-headers', EXPOSED_HEADERS);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return done();
    void reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', ALLOWED_HEADERS)
      .header('access-control-max-age', PREFLIGHT_SECONDS)
      .status(204)
      .send();
  });
}

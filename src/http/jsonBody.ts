import { type FastifyInstance, type FastifyRequest } from 'fastify';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** A body that is not what its content-type says. The message is for the client. */
class BodyError extends Error {
  constructor(
    readonly statusCode: 400 | 415,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads `application/json` in UTF-8 and nothing else. Bytes that are not UTF-8 are refused rather than replaced: what is
 * stored must be what was sent. Names that would reach an object's prototype are refused by fastify's own parser.
 */
export function acceptJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      // It answers through the callback, also where its type speaks of a promise.
      void parseJson(request, decode(request, body), (error, value) => {
        done(error === null ? null : new BodyError(400, 'The body is not valid JSON.'), value);
      });
    } catch (error) {
      done(error instanceof BodyError ? error : new BodyError(400, 'The body is not valid JSON.'));
    }
  });
}

function decode(request: FastifyRequest, body: Buffer): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new BodyError(415, 'Send the body in UTF-8.');
  try {
    return UTF_8.decode(body);
  } catch {
    throw new BodyError(400, 'The body is not valid UTF-8.');
  }
}

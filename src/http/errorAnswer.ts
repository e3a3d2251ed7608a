import { type FastifyReply } from 'fastify';

/** Codes of refusals that HTTP knows of and GraphQL does not. */
const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
  503: 'UNAVAILABLE',
};

/** The `extensions.code` of a status; BAD_REQUEST for one that has none of its own. */
export function codeOf(status: number): string {
  return CODES[status] ?? 'BAD_REQUEST';
}

/** A refusal in the shape of a GraphQL answer, which is what every client here can read. */
export function errorBody(status: number, message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code: codeOf(status) } }] });
}

/** Answers a refusal of HTTP's own and notes it for the log. */
export function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  reply.request.notes.codes = [codeOf(status)];
  return reply
    .status(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(errorBody(status, message));
}

import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { type ConnectionError, type FastifyBaseLogger } from 'fastify';
import { errorBody } from './errorAnswer';

/** How long a client may go on sending what is no longer read; closing at once could cost it the answer. */
const LINGER_MS = 1_000;

const REFUSALS: Readonly<Record<string, { status: number; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The request line and headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not arrive in time.' },
};
const NOT_HTTP = { status: 400, message: 'This is not a well-formed HTTP request.' };

/** Answers what Node's HTTP parser could not read, for which there is no request to reply to. */
export function clientErrorHandler(logger: FastifyBaseLogger) {
  return (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || socket.writableEnded) return;
    const { status, message } = REFUSALS[error.code] ?? NOT_HTTP;
    logger.info({ status, reason: error.code }, 'not a request');
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const body = errorBody(status, message);
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer as readBytes } from 'node:stream/consumers';

/** A request as S3 gets it. */
export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server of our own that speaks S3's wire format, for the official SDK to talk to. */
export class S3Server {
  readonly requests: S3Request[] = [];
  /** Set, every request is refused with this code, as S3 words it. */
  refusal: { status: number; code: string; message: string } | null = null;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<S3Server> {
    const server = createServer((request, response) => {
      void readBytes(request).then((body) => {
        const { method = '', url = '', headers } = request;
        store.requests.push({ method, path: url, headers, body });
        if (store.refusal === null) return response.writeHead(200, { etag: '"1"' }).end();
        const { status, code, message } = store.refusal;
        const error = `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`;
        return response
          .writeHead(status, { 'content-type': 'application/xml' })
          .end(`<?xml version="1.0" encoding="UTF-8"?>${error}`);
      });
    });
    const store = new S3Server(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return store;
  }

  /** For LATCHKEY_S3_ENDPOINT. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

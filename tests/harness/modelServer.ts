import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

/** A request as a model server gets it. */
export interface ModelRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** What a model server does with a request. */
export type ModelReply = (response: ServerResponse, request: ModelRequest) => void;

/** A server of our own that speaks OpenAI's wire format, for the official SDK to talk to. */
export class ModelServer {
  /** All that came, in order. */
  readonly requests: ModelRequest[] = [];
  reply: ModelReply = written('{"proposals": ["A proposal"]}');

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelServer> {
    const server = createServer((request, response) => {
      void readText(request).then((body) => {
        const asked: ModelRequest = {
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body: JSON.parse(body) as Record<string, unknown>,
        };
        models.requests.push(asked);
        models.reply(response, asked);
      });
    });
    const models = new ModelServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return models;
  }

  /** For OPENAI_BASE_URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Forgets what came, and writes one proposal from now on. */
  reset(): void {
    this.requests.length = 0;
    this.reply = written('{"proposals": ["A proposal"]}');
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** A chat completion with this text. */
export function written(
  content: string | null,
  { refusal = null, finishReason = 'stop' }: { refusal?: string | null; finishReason?: string } = {},
): ModelReply {
  return json(200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_795_000_000,
    model: 'a-model',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
  });
}

/** An image, as base64. */
export function drawn(bytes: Buffer): ModelReply {
  return json(200, { created: 1_795_000_000, data: [{ b64_json: bytes.toString('base64') }] });
}

/** An error as OpenAI words it. */
export function failed(status: number, message: string, param: string | null = null): ModelReply {
  return json(status, { error: { message, type: 'some_error', param, code: null } });
}

export function json(status: number, body: unknown): ModelReply {
  return sent(status, 'application/json', JSON.stringify(body));
}

/** Any answer at all. */
export function sent(status: number, contentType: string, body: string): ModelReply {
  return (response) => void response.writeHead(status, { 'content-type': contentType }).end(body);
}

/** Takes the request and says nothing. */
export const silent: ModelReply = () => undefined;

/** Begins to answer and falls silent. */
export const stalled: ModelReply = (response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices": [');

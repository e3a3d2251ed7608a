import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { type Form, readForm } from './stripeForm';
import { stripeId, type StripeObject, StripeObjects, StripeRefusal } from './stripeObjects';

/** A request as it arrived. */
export interface StripeRequest {
  readonly method: string;
  /** `/v1/subscriptions/sub_1` */
  readonly path: string;
  readonly form: Form;
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  /** Whether an earlier answer to the same key was repeated. */
  replayed: boolean;
}

/** How the next request goes wrong. */
export interface StripeFailure {
  /** With which status it is refused; `hang` never answers, `lost` does what was asked and then never answers, `broken` does it and answers 500. */
  how: number | 'hang' | 'lost' | 'disconnect' | 'broken';
  error?: StripeRefusal['error'];
  /** Requests that are to pass before. */
  after?: number;
}

interface Answer {
  status: number;
  body: unknown;
}

const SECRET_KEY = 'sk_test_51LatchkeyTests';
const WEBHOOK_SECRET = 'whsec_latchkeytests';

/**
 * Speaks Stripe's wire format to the real SDK: form bodies, `Stripe-Account`, idempotent replays, error objects. Each
 * account is a world of its own.
 */
export class StripeServer {
  readonly requests: StripeRequest[] = [];
  private readonly accounts = new Map<string, StripeObjects>();
  private readonly answers = new Map<string, { request: string; answer: Promise<Answer> }>();
  private failures: StripeFailure[] = [];
  private beforeAnswer: (() => Promise<unknown>) | null = null;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StripeServer> {
    const http = createServer();
    const server = new StripeServer(http);
    http.on('request', (request, response) => void server.serve(request, response));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return server;
  }

  /** What a server of ours needs in order to talk to this one. */
  get settings(): Record<'STRIPE_SECRET_KEY' | 'STRIPE_WEBHOOK_SECRET' | 'LATCHKEY_STRIPE_API_BASE', string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      LATCHKEY_STRIPE_API_BASE: `http://127.0.0.1:${port}`,
    };
  }

  /** A new account, which `connectStripe` takes. */
  account(): { id: string; objects: StripeObjects } {
    const id = stripeId('acct').replace('x', '');
    const objects = new StripeObjects();
    this.accounts.set(id, objects);
    return { id, objects };
  }

  /** The next requests go wrong, one after another. */
  fail(...failures: StripeFailure[]): void {
    this.failures.push(...failures);
  }

  /** What comes before the next write's answer, once Stripe has done what was asked: an event that is faster. */
  meanwhile(work: () => Promise<unknown>): void {
    this.beforeAnswer = work;
  }

  /** Requests that wrote, of one account. */
  writes(account: string): StripeRequest[] {
    return this.requests.filter((request) => request.account === account && request.method !== 'GET');
  }

  /** An event as Stripe makes it, ready to be signed. */
  event(
    account: string,
    type: string,
    object: StripeObject | Record<string, unknown>,
    { id = stripeId('evt'), created = Math.floor(Date.now() / 1000), livemode = false } = {},
  ): Record<string, unknown> & { id: string } {
    return {
      id,
      object: 'event',
      account,
      api_version: '2026-10-28.endive',
      created,
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      // As it is now: what happens to the object later does not change the event.
      data: { object: structuredClone(object) },
    };
  }

  /** Sends an event to a server's webhook, signed. */
  deliver(address: string, event: object, secret = WEBHOOK_SECRET): Promise<Response> {
    const payload = JSON.stringify(event);
    return fetch(`${address}/webhooks/stripe`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': sign(payload, secret),
      },
      body: payload,
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe');
    const body = await readBody(request);
    const received: StripeRequest = {
      method: request.method ?? '',
      path: url.pathname,
      form: readForm(body || url.search.slice(1)),
      account: headerOf(request, 'stripe-account'),
      idempotencyKey: headerOf(request, 'idempotency-key'),
      replayed: false,
    };
    this.requests.push(received);
    const failure = this.nextFailure();
    if (failure?.how === 'hang') return;
    if (failure?.how === 'disconnect') return void request.socket.destroy();
    const answer = await this.answerOnce(request, received, failure);
    if (failure?.how === 'lost') return;
    const { beforeAnswer } = this;
    if (beforeAnswer !== null && received.method !== 'GET') {
      this.beforeAnswer = null;
      await beforeAnswer();
    }
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'request-id': stripeId('req'),
      ...(received.replayed ? { 'idempotent-replayed': 'true' } : {}),
    });
    response.end(JSON.stringify(answer.body));
  }

  private nextFailure(): StripeFailure | undefined {
    const [next] = this.failures;
    if (next === undefined) return undefined;
    if ((next.after ?? 0) > 0) {
      next.after = (next.after ?? 0) - 1;
      return undefined;
    }
    this.failures = this.failures.slice(1);
    return next;
  }

  /** Stripe keeps the answer to a POST's key, and repeats it to whoever sends the same again. */
  private async answerOnce(
    request: IncomingMessage,
    received: StripeRequest,
    failure: StripeFailure | undefined,
  ): Promise<Answer> {
    const { idempotencyKey, account, method } = received;
    // What is turned away at the door is not kept.
    if (failure?.how === 429 || failure?.how === 503) return this.answer(request, received, failure);
    if (idempotencyKey === null || method !== 'POST') return this.answer(request, received, failure);
    const key = `${account} ${idempotencyKey}`;
    const asked = JSON.stringify([received.path, received.form]);
    const known = this.answers.get(key);
    if (known === undefined) {
      const answer = Promise.resolve(this.answer(request, received, failure));
      this.answers.set(key, { request: asked, answer });
      return answer;
    }
    if (known.request !== asked)
      return {
        status: 400,
        body: {
          error: {
            type: 'idempotency_error',
            message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${idempotencyKey}' if you meant to execute a different request.`,
          },
        },
      };
    received.replayed = true;
    return known.answer;
  }

  private answer(
    request: IncomingMessage,
    received: StripeRequest,
    failure: StripeFailure | undefined,
  ): Answer {
    try {
      if (failure !== undefined && typeof failure.how === 'number')
        throw new StripeRefusal(
          failure.how,
          failure.error ?? { type: 'api_error', message: `Something went wrong (${failure.how}).` },
        );
      if (headerOf(request, 'authorization') !== `Bearer ${SECRET_KEY}`)
        throw new StripeRefusal(401, {
          type: 'invalid_request_error',
          message: `Invalid API Key provided: ${String(request.headers.authorization).replace('Bearer ', '')}`,
        });
      const [, , ...path] = received.path.split('/');
      if (path[0] === 'accounts') return { status: 200, body: this.accountObject(path[1] ?? '') };
      const objects = this.accounts.get(received.account ?? '');
      if (objects === undefined) throw noAccess(received.account ?? '');
      // As it is now: what happens to the object later does not change a kept answer.
      const body = structuredClone(objects.handle(received.method, path, received.form));
      if (failure?.how === 'broken')
        throw new StripeRefusal(500, { type: 'api_error', message: 'It broke.' });
      return { status: 200, body };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      return { status: error.status, body: { error: error.error } };
    }
  }

  private accountObject(id: string): unknown {
    if (!this.accounts.has(id)) throw noAccess(id);
    return { id, object: 'account', charges_enabled: true, details_submitted: true, payouts_enabled: true };
  }
}

/** The `Stripe-Signature` of a payload, made by the SDK itself. */
export function sign(payload: string, secret: string = WEBHOOK_SECRET, timestamp?: number): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

function noAccess(id: string): StripeRefusal {
  return new StripeRefusal(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key '${SECRET_KEY}' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  });
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}

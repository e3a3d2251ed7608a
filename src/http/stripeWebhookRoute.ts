import { type FastifyInstance, type FastifyReply } from 'fastify';
import { unavailableCause } from '../database/unavailable';
import { BadUserInputError, LatchkeyError } from '../errors';
import { OutdatedError } from '../integrations/stripe/events';
import { type EventReceipt } from '../integrations/stripe/StripeWebhook';
import { refuse } from './errorAnswer';
import { loggedError } from './loggedError';

interface Webhook {
  receive(payload: Buffer, signature: string, requestId: string): Promise<EventReceipt>;
}

/** An event holds one object; Stripe's largest stay well below this. */
const MAX_EVENT_BYTES = 1_000_000;

/**
 * POST /webhooks/stripe: Stripe's events, whose signature is over the bytes of the body. 200 once an event is handled, or
 * known not to matter here; 400 for what Stripe did not sign; 503 when events are not set up, or can't be handled right
 * now: Stripe then sends it again, for up to three days.
 */
export function addStripeWebhookRoute(app: FastifyInstance, webhook: Webhook): void {
  // A context of its own: the body is nobody's to parse before the signature is verified.
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post('/webhooks/stripe', { bodyLimit: MAX_EVENT_BYTES }, async (request, reply) => {
      const signature = request.headers['stripe-signature'];
      const { body } = request;
      if (!Buffer.isBuffer(body) || typeof signature !== 'string')
        return refuse(reply, 400, 'Send an event with its Stripe-Signature header.');
      try {
        const receipt = await webhook.receive(body, signature, request.id);
        const { eventId, type, platformId, outcome, note } = receipt;
        request.log.info(
          { requestId: request.id, eventId, type, platformId, outcome, note },
          'an event of Stripe',
        );
        return await reply.send({ received: true, outcome });
      } catch (error) {
        return answerFailure(reply, error);
      }
    });
    done();
  });
}

function answerFailure(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof BadUserInputError) return refuse(reply, 400, error.message);
  const isPassing =
    error instanceof LatchkeyError || error instanceof OutdatedError || unavailableCause(error) !== null;
  if (!isPassing) throw error;
  const { request } = reply;
  request.log.warn(
    { requestId: request.id, error: loggedError(error) },
    'an event of Stripe was not handled',
  );
  const message = error instanceof LatchkeyError ? error.message : 'The event can not be handled right now.';
  return refuse(reply, 503, message);
}

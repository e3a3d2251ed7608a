import { type FastifyInstance, type FastifyReply } from 'fastify';
import { type Unsubscriptions } from '../emails/Unsubscriptions';
import { askPage, donePage, invalidPage } from './unsubscribePage';

const MAX_BODY_BYTES = 4_096;

type TokenRoute = { Params: { token: string } };

/**
 * The links in e-mails: a page with a button for people, and a POST that mail programs send by themselves when their
 * reader asks them to (RFC 8058). Neither takes credentials: who has the link may use it.
 */
export function addUnsubscribeRoutes(app: FastifyInstance, unsubscriptions: Unsubscriptions): void {
  void app.register((routes, _options, done) => {
    // The form that mail programs post says nothing that the address does not: whatever comes is let pass unread.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
      (_request, _body, parsed) => parsed(null),
    );
    routes.get<TokenRoute>('/unsubscribe/:token', async ({ params }, reply) => {
      const found = await unsubscriptions.find(params.token);
      return found === null ? send(reply, 404, invalidPage) : send(reply, 200, askPage(found.platformName));
    });
    routes.post<TokenRoute>('/unsubscribe/:token', async ({ params }, reply) => {
      const found = await unsubscriptions.unsubscribe(params.token);
      return found === null ? send(reply, 404, invalidPage) : send(reply, 200, donePage(found.platformName));
    });
    done();
  });
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(page);
}

import { randomBytes } from 'node:crypto';
import { type FastifyReply } from 'fastify';

const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
const SCRIPT = `${CDN}/v2/embeddable-sandbox.umd.production.min.js`;
const FRAME = 'https://sandbox.embed.apollographql.com';

/**
 * The page that a browser gets at /graphql outside production: Apollo Sandbox, which comes from Apollo's CDN and sends
 * its requests from this page to this address, and below it what to do when the CDN can't be reached.
 */
export function sendSandbox(reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy(nonce))
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .send(page(nonce));
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${CDN}`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${FRAME}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page knows its own address; nothing of the request is written into it. */
function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey GraphQL API</title>
<style nonce="${nonce}">
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
  #sandbox { height: 80vh; }
  iframe { width: 100%; height: 100%; border: 0; }
  main { padding: 1rem 2rem; max-width: 48rem; }
  pre { padding: 0.75rem; overflow-x: auto; background: #eee; color: #111; }
</style>
<div id="sandbox"></div>
<main>
  <h1>Latchkey GraphQL API</h1>
  <p>Above is Apollo Sandbox. Its script comes from Apollo's CDN: without a connection to it the space stays empty, and
  everything works just as well without it.</p>
  <p>With curl:</p>
  <pre>curl <span class="endpoint">http://localhost:4000/graphql</span> \\
  -H 'content-type: application/json' \\
  -H 'authorization: Bearer YOUR_API_KEY_OR_SESSION' \\
  -d '{"query":"{ __typename }"}'</pre>
  <p><code>npm run schema:print</code> prints the schema with the directives that say who may use each field. Any other
  GraphQL client works too: give it the address <code class="endpoint">http://localhost:4000/graphql</code> and an
  <code>Authorization</code> header with <code>Bearer</code> and an API key, or the session token that the
  <code>login</code> mutation gives an admin.</p>
</main>
<script nonce="${nonce}">
  for (const element of document.querySelectorAll('.endpoint')) element.textContent = location.origin + '/graphql';
</script>
<script nonce="${nonce}" src="${SCRIPT}"></script>
<script nonce="${nonce}">
  if (window.EmbeddedSandbox) {
    new window.EmbeddedSandbox({
      target: '#sandbox',
      initialEndpoint: location.origin + '/graphql',
      allowDynamicStyles: false,
      runTelemetry: false,
      includeCookies: false,
      initialState: {
        document: '# Below, under Headers: Authorization = Bearer YOUR_API_KEY_OR_SESSION\\n{\\n  __typename\\n}\\n',
      },
    });
  }
</script>
</html>
`;
}

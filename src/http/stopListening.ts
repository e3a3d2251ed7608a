import { type Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

const LINGER_MS = 500;
const LOOK_MS = 20;

/**
 * Takes no more connections, and leaves those that just came the time to bring their request: the server's own `close`
 * takes them for idle and cuts them off. Resolves when no connection is left or the time is over.
 */
export async function stopListening(server: HttpServer): Promise<void> {
  // What waited in the kernel's queue is accepted first: closing would reset it.
  await turn();
  Server.prototype.close.call(server);
  for (let waited = 0; waited < LINGER_MS; waited += LOOK_MS) {
    if ((await openConnections(server)) === 0) return;
    await pause(LOOK_MS);
  }
}

function openConnections(server: HttpServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

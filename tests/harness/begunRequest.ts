import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An operation that needs no caller, and its answer. */
export const BODY = '{"query":"{ __typename }"}';
export const ANSWER = '{"data":{"__typename":"Query"}}\n';

/** A request that the server has begun to read. */
export async function beginRequest(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = ['POST /graphql HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
  socket.write([...head, `Content-Length: ${BODY.length}`, '', BODY.slice(0, 5)].join('\r\n'));
  return socket;
}

/** Sends the rest, and gives the body of the answer once the server has closed the connection. */
export async function endRequest(socket: Socket): Promise<string> {
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  socket.write(BODY.slice(5));
  await once(socket, 'close');
  return received.slice(received.indexOf('\r\n\r\n') + 4);
}

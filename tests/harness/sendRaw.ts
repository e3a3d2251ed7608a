import { connect } from 'node:net';

/** What a server wrote before it closed the connection, or after the answer was whole. */
export interface RawAnswer {
  readonly status: number;
  /** The head as it came, lower-cased. */
  readonly head: string;
  readonly body: string;
}

const TIMEOUT_MS = 5_000;

/**
 * Writes bytes to the server's socket, for what no HTTP client would send, and gives the first answer.
 * @throws Error when there is no answer in time
 */
export async function sendRaw(address: string, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = '';
    const finish = (): void => {
      const answer = readAnswer(received);
      if (answer !== null) resolve(answer);
      else reject(new Error(`no whole answer came: ${JSON.stringify(received.slice(0, 200))}`));
      socket.destroy();
    };
    socket.setTimeout(TIMEOUT_MS, finish);
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      if (readAnswer(received) !== null) finish();
    });
    socket.on('close', finish).on('error', finish);
  });
}

function readAnswer(received: string): RawAnswer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.slice(0, end).toLowerCase();
  const body = received.slice(end + 4);
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  if (body.length < length) return null;
  return { status: Number(head.split(' ')[1]), head, body };
}

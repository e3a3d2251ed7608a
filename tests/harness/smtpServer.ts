import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message that the server took. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  /** As it came, headers and all. */
  readonly raw: string;
  /** The same without the line breaks that quoted-printable puts in (RFC 2045 section 6.7). */
  readonly unfolded: string;
  /** The value of a header, unfolded; undefined when the message has none of the name. */
  header(name: string): string | undefined;
}

/** What the server says to a message for an address: that it takes it, an SMTP refusal, or nothing at all. */
export type Verdict = 'take' | 'hang' | { readonly code: number; readonly text: string };

/** A mail server on a free port that keeps what it takes, and refuses, puts off or hangs as a test wants. */
export class TestSmtpServer {
  readonly received: ReceivedMail[] = [];
  /** Everything that came in full, what was refused then included. */
  readonly offered: ReceivedMail[] = [];
  /** Called for each message once it has come in full; every message is taken unless a test says otherwise. */
  verdict: (to: string) => Verdict = () => 'take';
  /** The most messages that were being handed over at the same time. */
  mostAtOnce = 0;
  private atOnce = 0;
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onData: (stream, { envelope }, done) => {
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.atOnce -= 1;
          const to = envelope.rcptTo[0]?.address ?? '';
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const mail = mailOf(from, to, Buffer.concat(chunks).toString('utf8'));
          this.offered.push(mail);
          const verdict = this.verdict(to);
          if (verdict === 'hang') return;
          if (verdict !== 'take') {
            done(Object.assign(new Error(verdict.text), { responseCode: verdict.code }));
            return;
          }
          this.received.push(mail);
          done();
        });
      },
    });
    // Connections that a killed client leaves behind.
    this.server.on('error', () => undefined);
  }

  static async start(): Promise<TestSmtpServer> {
    const smtp = new TestSmtpServer();
    const listener = smtp.server.listen(0, '127.0.0.1');
    if (!listener.listening) await once(listener, 'listening');
    return smtp;
  }

  /** For SMTP_URL. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Who got how many messages. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { to } of this.received) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

function mailOf(from: string, to: string, raw: string): ReceivedMail {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers = new Map(
    head.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const unfolded = raw.replaceAll('=\r\n', '');
  return { from, to, raw, unfolded, header: (name) => headers.get(name.toLowerCase()) };
}

import { loadNodemailer } from './loadNodemailer';
import { type Mail, MailFailedError, type MailTransport } from './MailTransport';

/** Beside those of the worker, for test e-mails. */
const EXTRA_CONNECTIONS = 1;
const MESSAGES_PER_CONNECTION = 500;
/** A server may trickle its answers so that it is never silent; this is the end of it. */
const PATIENCE = 4;

export interface SmtpSettings {
  /** `smtp://user:password@host:587` */
  readonly url: string;
  /** The address that messages come from. */
  readonly from: string;
  /** How many messages are handed over at a time. */
  readonly connections: number;
  /** How long the server may keep silent, in milliseconds. */
  readonly timeoutMs: number;
}

/** Hands messages to a mail server over connections that are kept open. */
export function createSmtpTransport(settings: SmtpSettings): MailTransport {
  let pool: ReturnType<typeof openPool> | undefined;
  return {
    from: settings.from,
    send: async ({ headers, ...mail }: Mail, limitMs = settings.timeoutMs * PATIENCE) => {
      pool ??= openPool(settings);
      try {
        await pool.sendMail({ ...mail, headers: { ...headers }, signal: AbortSignal.timeout(limitMs) });
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: () => {
      pool?.transporter.close?.({ force: true });
      return Promise.resolve();
    },
  };
}

const openPool = ({ url, connections, timeoutMs }: SmtpSettings) =>
  loadNodemailer().createTransport({
    pool: true,
    url,
    maxConnections: connections + EXTRA_CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A template is not a program: nothing in a message names a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

/** The commands that are about one message; what is refused at any other is no fault of the message's. */
const MESSAGE_CODES: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * A refusal of the message with 5xx is final (RFC 5321 section 4.2.1). Everything else may pass: 4xx, a server that is
 * away or does not answer, and credentials that it does not take, which the operator can mend.
 */
function failureOf(error: unknown): MailFailedError {
  const { code, responseCode, response } = error as {
    code?: unknown;
    responseCode?: unknown;
    response?: unknown;
  };
  if (code === 'ABORT_ERR' || (error instanceof Error && error.name === 'AbortError'))
    return new MailFailedError('The mail server took too long.', false);
  const isFinal =
    MESSAGE_CODES.has(code) && typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
  if (typeof response === 'string' && response !== '') return new MailFailedError(response, isFinal);
  return new MailFailedError(`The mail server could not be reached${reasonOf(error)}.`, isFinal);
}

/** The system's or the library's name for what happened. What else it says names the operator's hosts and ports. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: unknown; code?: unknown };
  const name = /\bE[A-Z_]{3,}\b/.exec(`${String(message)} ${String(code)}`);
  return name === null ? '' : ` (${name[0]})`;
}

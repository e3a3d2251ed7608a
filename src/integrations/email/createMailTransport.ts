import { type Config } from '../../config';
import { type MailTransport } from './MailTransport';
import { createOutboxTransport } from './outboxTransport';
import { createSmtpTransport } from './smtpTransport';

/** How e-mails leave the house by these settings; null when they can't. */
export function createMailTransport(config: Config): MailTransport | null {
  const { SMTP_URL: url, LATCHKEY_EMAIL_FROM: from } = config;
  if (url !== undefined && from !== undefined) {
    return createSmtpTransport({
      url,
      from,
      connections: config.LATCHKEY_EMAIL_CONNECTIONS,
      timeoutMs: config.LATCHKEY_EMAIL_TIMEOUT_MS,
    });
  }
  if (config.NODE_ENV === 'production') return null;
  return createOutboxTransport(config.LATCHKEY_EMAIL_OUTBOX, from);
}

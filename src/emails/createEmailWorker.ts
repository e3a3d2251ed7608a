import { type FastifyBaseLogger } from 'fastify';
import { type Clock, type Timer } from '../clock';
import { type Config } from '../config';
import { type Database } from '../database/Database';
import { loggedError } from '../http/loggedError';
import { type MailTransport } from '../integrations/email/MailTransport';
import { type Metrics } from '../metrics/Metrics';
import { EmailWorker } from './EmailWorker';
import { MailWriter } from './MailWriter';
import { Outbox } from './Outbox';

interface Parts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: FastifyBaseLogger;
  readonly transport: MailTransport | null;
  readonly metrics: Metrics | null;
  /** Where the world reaches this server: `https://api.example.com`. */
  readonly publicUrl: () => string;
}

/** The worker of one process; null when e-mails can't leave the house. */
export function createEmailWorker({
  config,
  database,
  clock,
  timer,
  logger,
  transport,
  metrics,
  publicUrl,
}: Parts): EmailWorker | null {
  if (transport === null) return null;
  return new EmailWorker({
    outbox: new Outbox(database, clock),
    writer: new MailWriter({ database, from: transport.from, publicUrl }),
    transport,
    clock,
    timer,
    connections: config.LATCHKEY_EMAIL_CONNECTIONS,
    onError: (error) => logger.warn({ error: loggedError(error) }, 'e-mail delivery was held up'),
    onDelivered: ({ SENT: sent, FAILED: failed, QUEUED: deferred }) => {
      metrics?.emailsDelivered({ sent, failed, deferred });
      logger[deferred > 0 ? 'warn' : 'info']({ sent, failed, deferred }, 'e-mails delivered');
    },
  });
}

import { type Clock, type Timer } from '../clock';
import { type Mail, MailFailedError, type MailTransport } from '../integrations/email/MailTransport';
import { type EmailRecipient } from './EmailRecipient';
import { type MailWriter } from './MailWriter';
import { MarkWriter } from './MarkWriter';
import { type Batch, type Outbox, type Outcome, RENEWAL_MS } from './Outbox';

/** How long a worker without work waits before it looks whether another process has left some. */
const POLL_MS = 5_000;
/** How long messages that are under way may take when the worker is to stop. */
const STOP_MS = 5_000;

const MINUTE_MS = 60_000;
/** How long to wait after each attempt that may succeed later; after the last there is none. */
const RETRY_MS = [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60].map((minutes) => minutes * MINUTE_MS);

export interface EmailWorkerParts {
  readonly outbox: Outbox;
  readonly writer: MailWriter;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How many messages are on their way at a time. */
  readonly connections: number;
  /** Hears of what went wrong and is tried again. */
  readonly onError: (error: unknown) => void;
  /** Hears how many of a batch were sent, failed for good, and are tried again later. */
  readonly onDelivered: (counts: Readonly<Record<Outcome['status'], number>>) => void;
}

/**
 * Delivers what is in the outbox. Any number of workers may run, in one process or in many. A message is on its way
 * between two marks in the database; a worker that goes in between leaves at most `connections` messages of which nobody
 * knows whether the mail server took them, and those are sent again.
 */
export class EmailWorker {
  private loop: Promise<void> | undefined;
  private isStopping = false;
  private isWoken = false;
  private ring: () => void = () => undefined;

  constructor(private readonly parts: EmailWorkerParts) {}

  /** Delivers from now on, until it is stopped. */
  start(): void {
    this.loop ??= this.run();
  }

  /** There is something to do now. */
  wake(): void {
    this.isWoken = true;
    this.ring();
  }

  /** Delivers everything that is due, and resolves when nothing is. */
  async drain(): Promise<void> {
    while (!this.isStopping) {
      const batch = await this.parts.outbox.claim();
      if (batch.recipients.length === 0) break;
      await this.deliver(batch);
    }
    await this.parts.outbox.closeEmails();
  }

  /** Begins no more messages, and resolves when those under way are done or have had time enough. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.ring();
    const cancel = this.parts.timer(STOP_MS, () => void this.parts.transport.close());
    await this.loop;
    cancel();
    await this.parts.transport.close();
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.isWoken = false;
      try {
        await this.drain();
      } catch (error) {
        this.parts.onError(error);
      }
      await this.rest();
    }
  }

  /** Until it is woken, stopped, or time to look. */
  private async rest(): Promise<void> {
    if (this.isWoken || this.isStopping) return;
    await new Promise<void>((resolve) => {
      const cancel = this.parts.timer(POLL_MS, resolve);
      this.ring = () => {
        cancel();
        resolve();
      };
    });
  }

  private async deliver(batch: Batch): Promise<void> {
    const { outbox, timer, writer, connections, onError, onDelivered } = this.parts;
    const marks = new MarkWriter({ outbox, batch, timer, onError });
    const counts: Record<Outcome['status'], number> = { SENT: 0, FAILED: 0, QUEUED: 0 };
    const finish = (recipient: EmailRecipient, outcome: Outcome): Promise<void> => {
      counts[outcome.status] += 1;
      return marks.finish(recipient, outcome);
    };
    const stopRenewing = this.keep(batch);
    try {
      const letterFor = await writer.lettersFor(batch.recipients);
      const queue = batch.recipients.values();
      const lane = async (): Promise<void> => {
        // What came of the message before is written together with the start of the next.
        let marked: Promise<void> = Promise.resolve();
        for (const recipient of queue) {
          if (this.isStopping) break;
          const letter = letterFor(recipient);
          if ('refusal' in letter) {
            await marked;
            marked = finish(recipient, { status: 'FAILED', error: letter.refusal });
            continue;
          }
          const isOurs = marks.start(recipient);
          await marked;
          if (await isOurs) marked = finish(recipient, await this.send(recipient, letter.mail));
        }
        await marked;
      };
      await Promise.all(Array.from({ length: connections }, lane));
    } finally {
      stopRenewing();
    }
    onDelivered(counts);
    if (this.isStopping) await outbox.release(batch);
  }

  private async send(recipient: EmailRecipient, mail: Mail): Promise<Outcome> {
    const { transport, clock, onError } = this.parts;
    try {
      await transport.send(mail);
      return { status: 'SENT' };
    } catch (error) {
      const known = error instanceof MailFailedError ? error : null;
      if (known === null) onError(error);
      const message = known?.message ?? 'The message could not be handed over.';
      const waitMs = RETRY_MS[recipient.attempts];
      if (known?.isFinal === true || waitMs === undefined) return { status: 'FAILED', error: message };
      return { status: 'QUEUED', error: message, dueAt: new Date(clock().getTime() + waitMs) };
    }
  }

  /** Renews a batch's lease again and again; gives what ends it. */
  private keep(batch: Batch): () => void {
    const { outbox, timer, onError } = this.parts;
    let cancel: () => void;
    const renewLater = (): void => {
      cancel = timer(RENEWAL_MS, () => {
        outbox.renew(batch).catch(onError);
        renewLater();
      });
    };
    renewLater();
    return () => cancel();
  }
}

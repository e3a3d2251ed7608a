import { type Timer } from '../clock';
import { type EmailRecipient } from './EmailRecipient';
import { type Batch, type Outbox, type Outcome } from './Outbox';

const BEFORE_NEXT_TRY_MS = 500;

interface Waiting {
  readonly recipient: EmailRecipient;
  /** Null for a start. */
  readonly outcome: Outcome | null;
  readonly done: (isOurs: boolean) => void;
}

interface MarkWriterParts {
  readonly outbox: Outbox;
  readonly batch: Batch;
  readonly timer: Timer;
  /** Hears of a write that failed and will be tried again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Writes down what the lanes of one batch begin and end. A commit is dear, so that the marks which come while one is
 * written wait and are written together, as a database groups its own commits.
 *
 * What a mail server has taken must be known before that lane goes on, or a crash would have more than the messages in
 * flight sent twice. So a write that fails is tried again until it succeeds, and the lanes wait.
 */
export class MarkWriter {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly parts: MarkWriterParts) {}

  /** Resolves once it is written down that the message is being handed over; false when it is another worker's by now. */
  start(recipient: EmailRecipient): Promise<boolean> {
    return this.write(recipient, null);
  }

  /** Resolves once it is written down what came of the message. */
  async finish(recipient: EmailRecipient, outcome: Outcome): Promise<void> {
    await this.write(recipient, outcome);
  }

  private write(recipient: EmailRecipient, outcome: Outcome | null): Promise<boolean> {
    return new Promise((done) => {
      this.waiting.push({ recipient, outcome, done });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    // What is asked for in the same breath goes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const marks = this.waiting;
      this.waiting = [];
      const ours = await this.writeSurely(marks);
      for (const { recipient, done } of marks) done(ours.has(recipient.id));
    }
    this.isWriting = false;
  }

  private async writeSurely(marks: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const { outbox, batch, timer, onError } = this.parts;
    for (;;) {
      try {
        return await outbox.mark(batch.token, {
          starts: marks.filter(({ outcome }) => outcome === null).map(({ recipient }) => recipient),
          finishes: marks.flatMap(({ recipient, outcome }) =>
            outcome === null ? [] : [{ recipient, outcome }],
          ),
        });
      } catch (error) {
        onError(error);
        await new Promise<void>((resolve) => void timer(BEFORE_NEXT_TRY_MS, resolve));
      }
    }
  }
}

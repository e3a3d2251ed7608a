/** One message to one person, as the mail server is to get it. */
export interface Mail {
  /** `<id@host>`; the same each time that the same message is tried. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What takes messages out of the house. */
export interface MailTransport {
  /** The address that messages come from. */
  readonly from: string;
  /**
   * Resolves once the other side has taken the message on.
   * @param timeoutMs how long that may take at most; as long as the other side keeps talking when left out
   * @throws MailFailedError
   */
  send(mail: Mail, timeoutMs?: number): Promise<void>;
  /** Ends what is still under way; its messages fail. */
  close(): Promise<void>;
}

/** The message was not taken on, as far as anybody knows. */
export class MailFailedError extends Error {
  /**
   * @param message the other side's own words
   * @param isFinal it will never take this message: there is no use in trying again
   */
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

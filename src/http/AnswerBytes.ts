/** From so many characters on an answer is sent as bytes; a shorter one goes out in one piece with its headers. */
const LARGE = 4_096;
/** Longer ones are not kept: they would be a burden for longer than anybody shares them. */
const MAX_KEPT = 500_000;
const KEPT = 4;

interface Encoded {
  readonly text: string;
  readonly bytes: Buffer;
}

/**
 * What goes out for the JSON of an answer. Large ones are encoded here, because Node would first copy them twice as text,
 * and those of several requests that share one answer only once: such requests are answered one right after another.
 */
export class AnswerBytes {
  private recent: readonly Encoded[] = [];

  /**
   * The answer and a line break, for whoever reads it in a terminal. What is given may be shared and must not be changed.
   * @param isKept whether others may ask for the same; it stays in memory for a while. Never what shows a secret once
   */
  of(json: string, isKept: boolean): string | Buffer {
    if (json.length < LARGE) return `${json}\n`;
    if (!isKept) return encode(json);
    // One and the same string is found without looking at it, and an equal one has equal bytes.
    const known = this.recent.find(({ text }) => text === json);
    if (known !== undefined) return known.bytes;
    const bytes = encode(json);
    if (json.length <= MAX_KEPT) this.recent = [{ text: json, bytes }, ...this.recent].slice(0, KEPT);
    return bytes;
  }
}

/** Without a longer text in between. */
function encode(json: string): Buffer {
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(length + 1);
  bytes.write(json);
  bytes.write('\n', length);
  return bytes;
}

import { type ParseError, WebVTTParser } from 'webvtt-parser';
import namedReferences from 'webvtt-parser/html-entities.json';
import { BadUserInputError } from '../errors';

/** In UTF-16 units: five hours of dense talk. */
const MAX_LENGTH = 200_000;
/**
 * Between blank lines. The parser compares each of a cue's settings with all before it, looks for some tags through all
 * that are open, and takes tags inside one another by recursion: 200,000 would cost seconds, or the stack.
 */
const MAX_BLOCK_LENGTH = 5_000;
/** As long as a video may be. */
const MAX_HOURS = 168;

const ALLOWED = `WebVTT (https://www.w3.org/TR/webvtt1/) of at most ${MAX_LENGTH} characters`;
/** Lone surrogates are no text, and MySQL refuses them; of the control characters, only tabs and line feeds are text. */
const NOT_TEXT = /\p{Surrogate}|(?![\n\t])\p{Cc}/u;
const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z\d]{2,32});/gi;
/** Begins where a number does: from within a long one, each digit would be a start to look on from. */
const LONG_TIMESTAMP = /(?<!\d)(\d{3,}):\d\d:\d\d\.\d{3}/g;

export interface WebVttText {
  /** As given, but for a byte order mark, and with line feeds for line ends. */
  readonly content: string;
  readonly cueCount: number;
}

/**
 * A WebVTT file with at least one cue, valid as authors must write it (W3C WebVTT section 4), which is stricter than what
 * browsers put up with. Regions, which no browser shows, are not taken.
 * @throws BadUserInputError naming the first line that is wrong, and why
 */
export function requireWebVtt(field: string, given: string): WebVttText {
  if (given.length > MAX_LENGTH) throw wrong(field, `has ${given.length} characters.`);
  const content = given.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = content.split('\n');
  const problem = findHostile(content, lines);
  if (problem !== undefined) throw wrong(field, problem);
  // The parser knows six of the 2,125 references by name and none by a hexadecimal number: it is shown a letter for each.
  const { cues, errors } = new WebVTTParser().parse(
    content.replace(REFERENCE, (text) => (isReference(text) ? 'x' : text)),
  );
  const [error] = errors;
  if (error !== undefined) throw wrong(field, `line ${lineOf(error, lines)}: ${error.message}`);
  if (cues.length === 0) throw wrong(field, 'holds no cue.');
  return { content, cueCount: cues.length };
}

function wrong(field: string, problem: string): BadUserInputError {
  return new BadUserInputError(field, problem, ALLOWED);
}

/** What the parser must not be given, or lets pass. */
function findHostile(content: string, lines: readonly string[]): string | undefined {
  const bad = NOT_TEXT.exec(content);
  if (bad !== null) {
    const line = content.slice(0, bad.index).split('\n').length;
    return `line ${line}: Holds a character that is not text.`;
  }
  let blockLength = 0;
  for (const [index, line] of lines.entries()) {
    blockLength = line === '' ? 0 : blockLength + line.length + 1;
    const reason = blockLength > MAX_BLOCK_LENGTH ? longBlock : findHostileTiming(line);
    if (reason !== undefined) return `line ${index + 1}: ${reason}`;
  }
  return undefined;
}

const longBlock = `More than ${MAX_BLOCK_LENGTH} characters without a blank line.`;

function findHostileTiming(line: string): string | undefined {
  if (!line.includes('-->')) return undefined;
  for (const [, hours] of line.matchAll(LONG_TIMESTAMP)) {
    if (Number(hours) >= MAX_HOURS) return `A time beyond ${MAX_HOURS} hours.`;
  }
  return undefined;
}

function isReference(text: string): boolean {
  return text.startsWith('&#') || Object.hasOwn(namedReferences, text);
}

/** Where people find the error, counted from 1. The parser tells errors in a cue's text when it is past the cue. */
function lineOf({ line, col }: ParseError, lines: readonly string[]): number {
  if (lines[line - 1]) return line;
  // About a whole block: it ends on the line before.
  if (col === undefined) return Math.max(1, line - 1);
  let start = line - 1;
  while (start > 0 && !lines[start - 1]?.includes('-->')) start -= 1;
  const before = lines
    .slice(start, line - 1)
    .join('\n')
    .slice(0, col - 1);
  return start + before.split('\n').length;
}

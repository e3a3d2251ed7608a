import { requireTag } from '../tags';
import { requireText } from '../validation';
import { type GeneratedTextKind } from './textRequest';

/** One text, or one set of tags, that would do: nothing of the other kind. */
export interface TextProposal {
  readonly text: string | null;
  readonly tags: string[] | null;
}

const MAX_TAGS = 20;

/**
 * The usable ones among what a model wrote, the same one once. Models wrap JSON in prose and fences, name the list as
 * they like, and do not count characters: whatever could not be stored as it is, is left out.
 * @param answer as the model wrote it
 * @param count how many are wanted at most
 */
export function readProposals(kind: GeneratedTextKind, answer: string, count: number): TextProposal[] {
  const proposals = new Map<string, TextProposal>();
  for (const entry of listIn(parseLoosely(answer), kind)) {
    const proposal = kind === 'TAGS' ? tagsOf(entry) : textOf(kind, entry);
    if (proposal !== null) proposals.set(JSON.stringify(proposal), proposal);
  }
  return [...proposals.values()].slice(0, count);
}

/** JSON, with or without something around it; undefined when there is none. */
function parseLoosely(answer: string): unknown {
  const from = answer.search(/[{[]/);
  const to = Math.max(answer.lastIndexOf('}'), answer.lastIndexOf(']'));
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(answer.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

/** The list itself, or the first one in the object. One set of tags may stand there without a list around it. */
function listIn(value: unknown, kind: GeneratedTextKind): unknown[] {
  const list: unknown =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.values(value).find((entry) => Array.isArray(entry))
      : value;
  if (!Array.isArray(list)) return [];
  const entries: unknown[] = list;
  return kind === 'TAGS' && entries.length > 0 && entries.every((entry) => typeof entry === 'string')
    ? [entries]
    : entries;
}

function textOf(kind: GeneratedTextKind, entry: unknown): TextProposal | null {
  const written = typeof entry === 'string' ? entry : onlyValueIn(entry);
  if (typeof written !== 'string') return null;
  const text =
    kind === 'DESCRIPTION'
      ? valid(() => requireText('text', written.replaceAll('\r\n', '\n'), { max: 5_000, multiline: true }))
      : valid(() => requireText('text', onOneLine(written), { max: kind === 'TITLE' ? 200 : 500 }));
  return text === null ? null : { text, tags: null };
}

function tagsOf(entry: unknown): TextProposal | null {
  const list: unknown = Array.isArray(entry) ? entry : onlyValueIn(entry);
  if (!Array.isArray(list)) return null;
  const tags = new Set<string>();
  for (const tag of list as unknown[]) {
    const kept = typeof tag === 'string' ? valid(() => requireTag('tag', tag.replace(/^#+/, ''))) : null;
    if (kept !== null) tags.add(kept);
  }
  return tags.size === 0 ? null : { text: null, tags: [...tags].slice(0, MAX_TAGS) };
}

/** `{ "title": "…" }` instead of the text. */
function onlyValueIn(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const values: unknown[] = Object.values(entry);
  return values.length === 1 ? values[0] : undefined;
}

function onOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return /^"[^"]*"$/.test(line) ? line.slice(1, -1) : line;
}

/** Null for what the rules of stored text refuse. */
function valid(validate: () => string): string | null {
  try {
    return validate();
  } catch {
    return null;
  }
}

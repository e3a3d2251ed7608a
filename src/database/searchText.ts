/** UTF-16 units: compatibility forms can grow to many times their length, and MySQL's TEXT ends at 65,535 bytes. */
const MAX_TEXT_UNITS = 20_000;
/** Different entries of one row in the index of words: a long description in English has some 500. */
const MAX_ROW_WORDS = 2_000;
/** UTF-16 units of an entry in the index; what is longer is found by this beginning, and compared on the row itself. */
export const INDEXED_WORD_LENGTH = 40;

/**
 * Letters and digits of scripts that write no spaces between words, the Japanese long vowel mark included: `scx`
 * (Script_Extensions) counts what several scripts share (https://www.unicode.org/reports/tr24/).
 */
const UNSPACED =
  '[[\\p{L}\\p{N}]&&[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]]';
/**
 * A run of letters and digits, with the signs that names such as C++ and F# end in; or one character of a script without
 * spaces; or a pictograph. Whatever else there is only separates.
 */
const WORD = new RegExp(`[[\\p{L}\\p{N}]--${UNSPACED}]+[+#]*|${UNSPACED}|\\p{Extended_Pictographic}`, 'gv');
/** The same in a text of ASCII alone, at a tenth of the cost. */
const ASCII_WORD = /[a-z0-9]+[+#]*/g;
const NOT_ASCII = /[^\0-\x7F]/;
const IS_UNSPACED = new RegExp(`^${UNSPACED}$`, 'v');

/**
 * Text as it is searched: its words in lower case and without accents, each after one space, the same on every engine
 * (SQLite folds ASCII only). `LIKE '% word%'` finds what has a word that begins so. A column of its own holds it beside
 * what people read. Very long text is searched at its beginning only: 20,000 characters or 2,000 different words.
 * @param parts become a line each; no word goes over the end of one
 */
export function toSearchText(...parts: readonly string[]): string {
  const lines = parts.map((part) => wordsOf(part));
  const text = lines.map((words) => (words.length === 0 ? '' : ` ${words.join(' ')}`)).join('\n');
  // Each word takes two units at least.
  return text.length <= 2 * MAX_ROW_WORDS ? text : firstWords(lines);
}

/**
 * The search text of a row of which some parts are new.
 * @param searchText what {@link toSearchText} gave for the old parts
 * @param parts in their places; undefined for one that stays
 */
export function editSearchText(searchText: string, parts: readonly (string | undefined)[]): string {
  const before = searchText.split('\n');
  const lines = parts.map((part, index) => (part === undefined ? before[index] : toSearchText(part)) ?? '');
  const text = lines.join('\n');
  return text.length <= 2 * MAX_ROW_WORDS ? text : toSearchText(...lines);
}

function firstWords(lines: readonly (readonly string[])[]): string {
  const seen = new Set<string>();
  let text = '';
  for (const [index, words] of lines.entries()) {
    if (index > 0) text += '\n';
    let before = '';
    for (const word of words) {
      // As the index counts them.
      seen.add(isUnspaced(before) && isUnspaced(word) ? before + word : word);
      if (seen.size > MAX_ROW_WORDS || text.length + word.length >= MAX_TEXT_UNITS) return text;
      text += ` ${word}`;
      before = word;
    }
  }
  return text;
}

/** A text's words in their order, folded: `E-Mail` gives `e` and `mail`. */
export function wordsOf(text: string): readonly string[] {
  return (NOT_ASCII.test(text) ? fold(text).match(WORD) : text.toLowerCase().match(ASCII_WORD)) ?? [];
}

/** Whether a word is one character of a script that writes no spaces. */
export function isUnspaced(word: string): boolean {
  return NOT_ASCII.test(word) && IS_UNSPACED.test(word);
}

/**
 * What the index of words holds of a row: its different words, cut to {@link INDEXED_WORD_LENGTH}. Scripts without
 * spaces count by pairs of characters, for one character alone is in too many rows.
 * @param searchText what {@link toSearchText} gave
 */
export function indexEntries(searchText: string): ReadonlySet<string> {
  const entries = new Set<string>();
  for (const line of searchText.split('\n')) {
    const words = line.split(' ').slice(1);
    for (const [index, word] of words.entries()) {
      const next = words[index + 1];
      const isPair = next !== undefined && isUnspaced(word) && isUnspaced(next);
      entries.add(isPair ? word + next : cut(word, INDEXED_WORD_LENGTH));
    }
  }
  return entries;
}

/** How long a sort text may be: the `length` of its column. */
export const SORT_TEXT_LENGTH = 100;

/** Text as lists are ordered by it: without regard to case and accents, on every engine alike. */
export function toSortText(text: string): string {
  return cut(fold(text), SORT_TEXT_LENGTH);
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
}

/** The cut may fall into a surrogate pair: half of one is no text. */
export function cut(text: string, maxUnits: number): string {
  return text.slice(0, maxUnits).replace(/[\uD800-\uDBFF]$/, '');
}

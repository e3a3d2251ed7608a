/** Two halves of bits, for JavaScript counts 32 at a time; a number holds both exactly, and so does every engine's integer. */
const HALF = 26;
const BITS_PER_WORD = 3;
/** Of more words most bits would be set, and tell nothing. */
const MAX_WORDS = 12;

/**
 * Some bits of 52 for each of these words: a Bloom filter. A row whose signature lacks a bit of a word lacks the word.
 * Each entry in the index of words carries its row's, so that whoever walks the entries of one word can pass over nearly
 * all rows that lack another.
 */
export function signatureOf(words: Iterable<string>): number {
  let low = 0;
  let high = 0;
  for (const word of words) {
    let hash = hashOf(word);
    for (let bit = 0; bit < BITS_PER_WORD; bit += 1) {
      const place = hash % (2 * HALF);
      if (place < HALF) low |= 1 << place;
      else high |= 1 << (place - HALF);
      hash = Math.floor(hash / (2 * HALF));
    }
  }
  return high * 2 ** HALF + low;
}

/** The signature of a row whose entries in the index are these, and null where it would tell nothing. */
export function rowSignature(words: ReadonlySet<string>): number | null {
  return words.size > MAX_WORDS ? null : signatureOf(words);
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), by UTF-16 units: an unsigned 32-bit number. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
